#!/bin/sh
# Searches the program of `./jmill perf explore` with Fray and with Lincheck: run.sh [SCHEDULES]
#
# Needs JAVA_HOME, a JDK 25, and Maven. Fray wants a JDK of its own, which jlink makes; its Maven plugin does the same,
# but asks for jmods/, which JDKs since 24 may do without.
set -eu

home=$(cd "$(dirname "$0")" && pwd)
built=$home/../target/searchers
schedules=${1:-1000}
[ -n "${JAVA_HOME:-}" ] || { echo "run.sh: JAVA_HOME: not set; it names a JDK 25" >&2; exit 2; }

mkdir -p "$built"
if [ ! -d "$built/jlink" ]; then
    for what in searchers jlink; do
        mvn -q -B -f "$home/pom.xml" -P "$what" dependency:copy-dependencies -DoutputDirectory="$built/$what"
    done
fi

joined() {
    printf '%s:' "$@"
}

if [ ! -x "$built/jdk/bin/java" ]; then
    rm -rf "$built/jdk"
    modules=$(joined "$built"/jlink/*.jar)
    "$JAVA_HOME/bin/jlink" \
        "-J-javaagent:$(ls "$built"/jlink/fray-instrumentation-jdk-*.jar)" \
        "-J--module-path=$modules" "-J--class-path=$modules" \
        -J--add-modules=org.pastalab.fray.instrumentation.jdk \
        --output "$built/jdk" \
        --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.net.http \
        --add-modules java.rmi,java.xml,jdk.management,jdk.unsupported \
        --release-info add:IMPLEMENTOR=Fray --fray-instrumentation
    (cd "$built" && "$JAVA_HOME/bin/jar" -xf searchers/fray-jvmti-linux-x8664-*.jar libjvmti.so)
fi

rm -rf "$built/classes"
"$JAVA_HOME/bin/javac" -d "$built/classes" -cp "$(joined "$built"/searchers/*.jar)" "$home"/src/*.java

# What both print besides is a page for each failure, and progress.
"$built/jdk/bin/java" "-agentpath:$built/libjvmti.so" \
    "-javaagent:$(ls "$built"/searchers/fray-instrumentation-agent-*.jar)" "-Dfray.workDir=$built/report" \
    -cp "$built/classes:$(joined "$built"/searchers/*.jar)" \
    org.jmill.bench.searchers.SearcherPeer Fray "$schedules" 2>&1 | grep '^Fray: ' || echo "Fray: failed" >&2
lincheck=$(ls "$built"/searchers/*.jar | grep -v -e fray-core -e fray-junit -e fray-rmi | tr '\n' ':')
"$JAVA_HOME/bin/java" -cp "$built/classes:$lincheck" \
    org.jmill.bench.searchers.SearcherPeer Lincheck "$schedules" 2>&1 | grep '^Lincheck: ' || echo "Lincheck: failed" >&2
