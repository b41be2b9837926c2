# For tests/run and examples/run, which source it.

# install_missing PACKAGE...: installs those Debian packages that are missing; if none is, nothing is run and no network
# is used. On another system the compiler will say what is missing.
install_missing() {
  command -v dpkg-query > /dev/null || return 0
  local missing=() package become=()
  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  echo "installing: ${missing[*]}" >&2
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || { echo "please install as root: apt-get install ${missing[*]}" >&2; return 1; }
    become=(sudo)
  fi
  # A source of packages that cannot be reached matters only if a package then is not found.
  "${become[@]}" apt-get -qq update >&2 || true
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "${missing[@]}" >&2
}
