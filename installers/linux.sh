#!/bin/sh
# Puts Gilmok into the applications menu of this user. `installers/linux.sh remove` takes it out again.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
entry="${XDG_DATA_HOME:-$HOME/.local/share}/applications/gilmok.desktop"

if [ "${1:-}" = remove ]; then
    rm -f "$entry"
    exit
fi

# A desktop entry wants a backslash before each backslash, quote, backtick and dollar of a command, and then each backslash
# doubled; a per cent sign is doubled too.
quoted=$(printf '%s' "$root/start.py" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
mkdir -p "$(dirname "$entry")"
cat >"$entry" <<END
[Desktop Entry]
Type=Application
Name=Gilmok
Name[ko]=길목
Comment=Draw customer journeys and run them from your own computer
Comment[ko]=고객 여정을 그리고 내 컴퓨터에서 실행해요
Exec=python3 "$quoted"
Icon=$root/resources/icons/gilmok.svg
Categories=Office;
Terminal=false
END
echo "$entry"
