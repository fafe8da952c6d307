# Puts Gilmok into this user's Start menu. `installers\windows.ps1 remove` takes it out again.
$ErrorActionPreference = "Stop"
$root = Split-Path -Parent $PSScriptRoot
$link = Join-Path ([Environment]::GetFolderPath("Programs")) "Gilmok.lnk"

if ($args[0] -eq "remove") {
    Remove-Item -Force -ErrorAction SilentlyContinue -LiteralPath $link
    exit
}

$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($link)
$shortcut.TargetPath = (Get-Command py.exe).Source
$shortcut.Arguments = "-3 `"$root\start.py`""
$shortcut.WorkingDirectory = $root
$shortcut.Description = "Draw customer journeys and run them from your own computer"
$shortcut.Save()
Write-Output $link
