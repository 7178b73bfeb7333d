# What the scripts beside this file share: finding the tools, and the steps of the installation. Sourced, with $here set.
# shellcheck shell=sh disable=SC2034,SC2154

checkout=$(cd "$here/.." && pwd)
built=$checkout/kernel/target/greenloom
venv=$checkout/.venv
# shellcheck source=install/jdk.sh
. "$here/jdk.sh"

step() {
    printf '• %s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

ensure_jdk() {
    find_jdk || fail "$jdk_advice"
}

ensure_python() {
    for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    done
    fail "Jupyter needs Python 3.11 or newer and found none: install it (on Debian and Ubuntu: apt-get install python3 \
python3-venv), or set PYTHON to the one you have."
}

# Whether the kernel was built and no source is newer than it.
is_built() {
    [ -x "$built/bin/greenloom-kernel" ] && [ -e "$built/lib/greenloom-kernel.jar" ] || return 1
    newer=$(cd "$checkout" && find pom.xml install/greenloom-kernel* install/jdk.sh install/compilers.json install/spec \
        runtime/pom.xml runtime/src/main kernel/pom.xml kernel/src/main \
        -newer "$built/lib/greenloom-kernel.jar" -type f | head -n 1)
    [ -z "$newer" ]
}

# maven ARG...: packages what these say.
maven() {
    command -v mvn >/dev/null ||
        fail "Maven is needed to build Greenloom and was not found: install it (on Debian and Ubuntu: apt-get install maven)."
    # Maven may run on any Java; it finds the JDK for the compiler by itself, and in JDK_HOME.
    command -v java >/dev/null || export JAVA_HOME="$jdk_home"
    mkdir -p "$checkout/target"
    (cd "$checkout" && JDK_HOME=$jdk_home mvn -B --no-transfer-progress -Dmaven.test.skip=true "$@" package) \
        >"$checkout/target/build.log" 2>&1 || {
        grep -E '^\[(WARNING|ERROR)\]' "$checkout/target/build.log" >&2
        fail "The build failed, see above and target/build.log. Where it could not download something, it needs the \
network, or a proxy or mirror named in ~/.m2/settings.xml."
    }
}

ensure_built() {
    if is_built; then
        return
    fi
    ensure_jdk
    step "Building the kernel with Maven (JDK $jdk_version)"
    maven -pl kernel -am
    touch "$built/lib/greenloom-kernel.jar" # also where Maven found nothing in it to change
}

# ensure_venv REQUIREMENTS...: the checkout's own Python environment has all that these files pin.
ensure_venv() {
    ensure_python
    venv_wanted=$("$python" -V && cat "$@")
    venv_stamp=$venv/has-$#
    [ "$(cat "$venv_stamp" 2>/dev/null)" != "$venv_wanted" ] || return 0
    if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        step "Making a Python environment in .venv"
        "$python" -m venv --clear "$venv" ||
            fail "Python could not make an environment: install its venv module (on Debian and Ubuntu: apt-get install python3-venv)."
    fi
    step "Installing Jupyter into .venv"
    for venv_list in "$@"; do
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$venv_list" ||
            fail "pip could not install what $venv_list names, see above: it needs the network, or a mirror in PIP_INDEX_URL."
    done
    printf '%s\n' "$venv_wanted" >"$venv_stamp"
}

# install_kernelspec DIR: a copy of the built kernel, whole in itself, as DIR/greenloom.
install_kernelspec() {
    spec=$1/greenloom
    if ! diff -rq -x kernel.json -x cache -x jdk-home "$built" "$spec" >/dev/null 2>&1; then
        step "Installing the kernelspec $spec"
        mkdir -p "$1"
        spec_new=$1/.greenloom.$$
        cp -R "$built" "$spec_new"
        # Jupyter would fill in {resource_dir} too, but not every front end does.
        resource_dir=$(printf '%s' "$spec" | sed 's/[\\"|&]/\\&/g')
        sed "s|{resource_dir}|$resource_dir|" "$built/kernel.json" >"$spec_new/kernel.json"
        rm -rf "$spec"
        mv "$spec_new" "$spec"
    fi
    train "$spec"
}

# An AOT cache for the kernel in $1: it halves the start, and everything works without it too. GREENLOOM_NO_AOT=1: none.
train() {
    [ -z "${GREENLOOM_NO_AOT:-}" ] || return 0
    ! "$1/bin/greenloom-kernel" --is-trained || return 0
    step "Training the JVM for quicker starts"
    train_log=$("$1/bin/greenloom-kernel" --train 2>&1) ||
        step "That did not work, so the kernel starts more slowly: $(printf '%s' "$train_log" | tail -n 1)"
}
