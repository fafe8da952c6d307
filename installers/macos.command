#!/bin/sh
# Puts Gilmok into this user's Applications folder. `installers/macos.command remove` takes it out again.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
app="$HOME/Applications/Gilmok.app"

rm -rf "$app"
[ "${1:-}" = remove ] && exit

# An application is started without the shell's PATH: the places where Python's own installer and Homebrew put it.
mkdir -p "$app/Contents/MacOS"
quoted=$(printf '%s' "$root/start.py" | sed "s/'/'\\\\''/g")
cat >"$app/Contents/MacOS/gilmok" <<END
#!/bin/sh
PATH="/opt/homebrew/bin:/usr/local/bin:/Library/Frameworks/Python.framework/Versions/Current/bin:\$PATH"
exec python3 '$quoted'
END
chmod +x "$app/Contents/MacOS/gilmok"
cat >"$app/Contents/Info.plist" <<END
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleName</key><string>Gilmok</string>
<key>CFBundleIdentifier</key><string>gilmok</string>
<key>CFBundleExecutable</key><string>gilmok</string>
<key>CFBundlePackageType</key><string>APPL</string>
</dict></plist>
END
echo "$app"
