#!/usr/bin/env bash
# Makes the zip that QGIS installs (Plugins > Manage and Install Plugins > Install from ZIP) out of the last commit, with
# the translations compiled. What stays out of it says .gitattributes.
#
#   scripts/package.sh [FILE.zip]     default: dist/image_translation-VERSION.zip
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
limit=20000000 # bytes; the plugin site takes 25 MB

say() { printf '[package] %s\n' "$*"; }
fail() {
    printf '[package] %s\n' "$*" >&2
    exit 1
}

case ${1:-} in
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0" && exit 0 ;;
    -*) fail "Unknown option $1; the only argument is the zip to write." ;;
    "") zip="" ;;
    *) zip=$(realpath -m "$1") ;;
esac
cd "$root"
[ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$root" ] || fail "$root is no git checkout; the zip is made from a commit."

find_lrelease() {
    local candidate
    for candidate in lrelease /usr/lib/qt5/bin/lrelease lrelease-qt6 /usr/lib/qt6/bin/lrelease pyside6-lrelease \
        "$root/.venv/bin/pyside6-lrelease"; do
        if "$candidate" -version >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

install_lrelease() {
    local run=()
    command -v apt-get >/dev/null || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || return 0
        run=(sudo)
    fi
    say "Installing with apt: qttools5-dev-tools"
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qttools5-dev-tools \
        </dev/null >/dev/null
}

if ! lrelease=$(find_lrelease); then
    install_lrelease || true
    lrelease=$(find_lrelease) ||
        fail "lrelease, which compiles the translations, is missing: install Qt's linguist tools (Debian: qttools5-dev-tools)."
fi

version=$(git show HEAD:metadata.txt | sed -n 's/^version=//p')
[ -n "$version" ] || fail "metadata.txt of the last commit names no version."
zip=${zip:-$root/dist/image_translation-$version.zip}
[ -z "$(git status --porcelain --untracked-files=no)" ] || say "Changes that are not committed are left out."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
compiled=()
while read -r file; do
    name=$(basename "$file" .ts)
    [ "$name" != image_translation ] || continue # the template for new languages
    git show "HEAD:$file" >"$scratch/$name.ts"
    "$lrelease" -silent "$scratch/$name.ts" -qm "$scratch/$name.qm" || fail "$file cannot be compiled; its message is above."
    [ -s "$scratch/$name.qm" ] || fail "$lrelease made nothing of $file."
    compiled+=("--add-file=$scratch/$name.qm")
done < <(git ls-tree --name-only HEAD i18n/ | grep '\.ts$')
[ ${#compiled[@]} -gt 0 ] || fail "The last commit holds no translation (i18n/image_translation_LANGUAGE.ts)."

git archive --format=zip -9 --output="$scratch/plugin.zip" --prefix=image_translation/i18n/ "${compiled[@]}" \
    --prefix=image_translation/ HEAD
size=$(stat -c %s "$scratch/plugin.zip")
[ "$size" -le "$limit" ] || fail "The zip has $size bytes, more than $limit; keep large files out of it in .gitattributes."

mkdir -p "$(dirname "$zip")"
partial=$zip.partial.$$
trap 'rm -rf "$scratch" "$partial"' EXIT
cp "$scratch/plugin.zip" "$partial"
mv -f "$partial" "$zip"
say "$zip: $((size / 1000)) kB, ${#compiled[@]} languages, from commit $(git rev-parse --short HEAD)"
