# shellcheck shell=bash
# shellcheck disable=SC2034 # keyring and mirror serve the scripts that source this
# Sourced by the scripts beside it: packages of Debian trixie on a machine that runs an older release, taken from
# the mirror and with the keyring that the machine's own sources name. The machine's sources stay as they are.

say() { echo "${0##*/}: $*" >&2; }
fail() {
  say "$*"
  exit 1
}

# Sets mirror and keyring from the first source of Debian's main component that the machine's apt knows.
find_mirror() {
  [ -n "${mirror:-}" ] && return
  [ "$(id -u)" = 0 ] || fail "installing packages needs root, and this is user $(id -un)."
  apt-get -qq update || fail "apt-get update failed: Debian's packages are not reachable from this machine."
  local entry
  read -r mirror entry < <(apt-get indextargets --format '$(REPO_URI) $(SOURCESENTRY)' \
    'Created-By: Packages' 'Label: Debian' 'Component: main') ||
    fail "apt knows no source of Debian's main component: give this machine one first."
  keyring=$(grep -oiP 'signed-by\s*[:=]\s*\K/[^],\s]+' "${entry%:*}" | head -1) || true
  keyring=${keyring:-/usr/share/keyrings/debian-archive-keyring.gpg}
}

# Starts a folder of apt lists for trixie that is removed at exit; with_own_sources also offers the machine's own packages.
open_trixie() {
  find_mirror
  trixie=$(mktemp -d)
  trap 'rm -rf "$trixie"' EXIT
  chmod 755 "$trixie"
  mkdir -p "$trixie/lists/partial" "$trixie/sources" "$trixie/debs"
  echo "deb [signed-by=$keyring] $mirror trixie main" >"$trixie/sources/trixie.list"
  trixie_apt -qq update || fail "$mirror has no readable suite trixie (keyring $keyring)."
}

trixie_apt() {
  apt-get -o APT::Sandbox::User=root -o Dir::Etc::SourceList=- -o Dir::Etc::SourceParts="$trixie/sources" \
    -o Dir::State::Lists="$trixie/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@"
}

install_quietly() {
  DEBIAN_FRONTEND=noninteractive "$@" >"$trixie/log" 2>&1 || {
    tail -20 "$trixie/log" >&2
    fail "installing failed, see the lines above: $*"
  }
}
