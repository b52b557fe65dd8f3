#!/usr/bin/env bash
# Makes the fonts of printed documents anew, and checks that they came out as they are here.
# It is for whoever changes what characters they have; the program is built without it.
#
# It needs npm and the Debian packages python3-fonttools, unicode-data and zstd.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 >/dev/null
tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
sha256sum --check --quiet <<'SUMS'
d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16  package/400Regular/NotoSansSC_400Regular.ttf
9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96  package/700Bold/NotoSansSC_700Bold.ttf
SUMS
/usr/bin/python3 "$here/make.py" package/400Regular/NotoSansSC_400Regular.ttf package/700Bold/NotoSansSC_700Bold.ttf \
  /usr/share/unicode/Unihan_OtherMappings.txt.bz2 .
for weight in 400 700; do
  zstd -q --ultra -22 -o "$here/noto-sans-sc-$weight.ttf.zst" -f "noto-sans-sc-$weight.ttf"
done
cp package/LICENSE_FONT "$here/LICENSE-noto-sans-sc.txt"
cd "$here"
sha256sum --check SHA256SUMS || { echo 'they are not as they were: if that is meant, sha256sum *.zst LICENSE-* >SHA256SUMS' >&2; exit 1; }
