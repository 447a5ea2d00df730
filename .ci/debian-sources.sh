# shellcheck shell=bash
# shellcheck disable=SC2034 # mirror, codename and keyring also serve the scripts that source this
# Sourced by the scripts beside it: packages of Debian trixie on a machine that runs an older release, taken from
# the mirror and with the keyring that the machine's own sources name. The machine's sources stay as they are.

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"

say() { echo "${0##*/}: $*" >&2; }
fail() {
  say "$*"
  exit 1
}

# Makes trixie's packages known to trixie_apt, and sets mirror, codename (of the machine's own release) and keyring.
open_trixie() {
  if [ -n "${mirror:-}" ]; then return; fi
  [ "$(id -u)" = 0 ] || fail "installing packages needs root, and this is user $(id -un)."
  apt-get -qq update || fail "apt-get update failed: Debian's packages are not reachable from this machine."
  local source
  # shellcheck disable=SC2016 # apt fills these in
  read -r mirror codename source < <(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(SOURCESENTRY)' \
    'Created-By: Packages' 'Label: Debian' 'Component: main') ||
    fail "apt knows no source of Debian's main component: give this machine one first."
  keyring=$(grep -oiPm1 'signed-by\s*[:=]\s*\K/[^],\s]+' "${source%:*}") || keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  mkdir -p "$scratch/lists/partial" "$scratch/sources"
  offer trixie
}

# Lets trixie_apt see one more suite of the mirror.
offer() {
  echo "deb [signed-by=$keyring] $mirror $1 main" >"$scratch/sources/$1.list"
  trixie_apt -qq update || fail "$mirror has no readable suite $1 (keyring $keyring)."
}

trixie_apt() {
  apt-get -o APT::Sandbox::User=root -o Dir::Etc::SourceList=- -o Dir::Etc::SourceParts="$scratch/sources" \
    -o Dir::State::Lists="$scratch/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@"
}

quietly() {
  DEBIAN_FRONTEND=noninteractive "$@" >"$scratch/log" 2>&1 || {
    tail -20 "$scratch/log" >&2
    fail "this failed, see the lines above: $*"
  }
}
