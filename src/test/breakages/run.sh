#!/usr/bin/env bash
# Shows that the tests keep the promises: breaks the service on purpose, in one place at a time, and
# sees the test go red that says it guards that place.
#
#   src/test/breakages/run.sh            all of them; an hour
#   src/test/breakages/run.sh NAME...    some: names of files beside this one, without .patch
#
# Each patch says which promise it breaks, in the words of src/docs/guarantees.md, and which test has
# to notice; BreakagesTest sees that there is one for each row there. Everything happens in a copy,
# target/breakages; your files stay as they are.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
copy="$root/target/breakages"

mkdir -p "$copy/target"
find "$copy" -mindepth 1 -maxdepth 1 ! -name target -exec rm -rf {} +
tar -C "$root" --exclude=./target --exclude=./.git -cf - . | tar -C "$copy" -xf -
cd "$copy"

if [ $# = 0 ]; then
    set -- $(cd "$here" && ls -- *.patch | sed 's/\.patch$//')
fi

failed=0
say() { printf '%-8s %s: %s\n' "$1" "$2" "$3"; }

for name in "$@"; do
    patch="$here/$name.patch"
    promise=$(sed -n 's/^Promise: //p' "$patch")
    test=$(sed -n 's/^Test: //p' "$patch")
    if ! patch -p1 -s -N --no-backup-if-mismatch -r - <"$patch" >/dev/null; then
        say "STALE" "$name" "the code has changed, mend the patch"
        failed=1
        continue
    fi
    rm -rf target/surefire-reports target/failsafe-reports
    case $test in
        *IT | *IT\#*) goal=(verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false "-Dit.test=$test") ;;
        *) goal=(test "-Dtest=$test") ;;
    esac
    ./mvnw -B -ntp -q -Dspotless.check.skip "${goal[@]}" >"target/$name.log" 2>&1
    if grep -qs '<failure\|<error' target/surefire-reports/*.xml target/failsafe-reports/*.xml; then
        say "red" "$name" "$promise ($test)"
    elif grep -qs '<testcase' target/surefire-reports/*.xml target/failsafe-reports/*.xml; then
        say "GREEN" "$name" "$promise: $test does not notice"
        failed=1
    else
        say "BROKEN" "$name" "did not get as far as $test, see $copy/target/$name.log"
        failed=1
    fi
    patch -p1 -s -R --no-backup-if-mismatch <"$patch"
done
exit $failed
