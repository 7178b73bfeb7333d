# Finds the JDK that Greenloom runs on. Sourced by the scripts beside it and by the kernel's launcher, at each of its
# starts, so it is quick: it reads the `release` file that every JDK carries, and starts neither java nor anything else.
# shellcheck shell=sh disable=SC2034

jdk_needed=25

# find_jdk: sets jdk_home and jdk_version, or returns 1. JAVA_HOME and PATH decide if they name a JDK that serves; among
# the others the needed release is preferred to newer ones, because it is the one that Greenloom is tested with.
find_jdk() {
    jdk_home='' jdk_version=''
    jdk_try "${JAVA_HOME:-}" && return
    jdk_try_path && return
    for jdk_wanted in "$jdk_needed" any; do
        for jdk_place in \
            "${JDK_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" \
            /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
            "$HOME"/.sdkman/candidates/java/* "$HOME"/.jenv/versions/* "$HOME"/.jdks/* \
            "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
            /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
            /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
            jdk_try "$jdk_place" && { [ "$jdk_wanted" = any ] || [ "$jdk_major" = "$jdk_wanted" ]; } && return
        done
    done
    jdk_home=''
    return 1
}

# Whether $1 is the home of a JDK (not only of a JRE: the kernel compiles) that is new enough.
jdk_try() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    jdk_home=$1 jdk_version='' jdk_major=0
    while IFS='=' read -r jdk_key jdk_value; do
        jdk_value=${jdk_value#\"} jdk_value=${jdk_value%\"}
        case $jdk_key in
            JAVA_VERSION) jdk_major=${jdk_value%%[!0-9]*} jdk_version=${jdk_version:-$jdk_value} ;;
            JAVA_RUNTIME_VERSION) jdk_version=$jdk_value ;;
        esac
    done <"$1/release"
    [ "${jdk_major:-0}" -ge "$jdk_needed" ]
}

# Each java on the PATH, through the links that Debian and others put there.
jdk_try_path() {
    jdk_rest=$PATH:
    while [ -n "$jdk_rest" ]; do
        jdk_dir=${jdk_rest%%:*} jdk_rest=${jdk_rest#*:}
        [ -x "$jdk_dir/java" ] || continue
        jdk_try "$jdk_dir/.." && return
        [ -L "$jdk_dir/java" ] || continue
        jdk_java=$(readlink -f "$jdk_dir/java") || continue
        jdk_try "${jdk_java%/bin/java}" && return
    done
    return 1
}

jdk_advice="Greenloom needs JDK $jdk_needed or newer and found none: install one (for example from https://adoptium.net), \
or set JAVA_HOME to the one you have."
