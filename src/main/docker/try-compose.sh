#!/bin/bash
# Starts compose.yaml, expects the three summaries of the sample events, and takes all down again,
# volume included. The variables that compose.yaml names choose images and ports.
set -euo pipefail

cd "$(dirname "$0")"
export HTTP_PORT=${HTTP_PORT:-8080}
url=http://localhost:$HTTP_PORT
if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
compose+=(-p "user-summary-try-$$" -f compose.yaml)

end() {
    status=$?
    trap - EXIT
    [ "$status" = 0 ] || "${compose[@]}" logs --tail 40 || true
    "${compose[@]}" down -v
    exit "$status"
}
trap end EXIT
trap 'exit 130' INT TERM

"${compose[@]}" config >/dev/null
"${compose[@]}" up -d
deadline=$((SECONDS + ${WAIT:-120}))
until curl -fsS "$url/q/metrics" 2>/dev/null | grep -q '^user_summary_users 3'; do
    if [ $SECONDS -ge $deadline ]; then
        echo "try-compose: no three users at $url/q/metrics" >&2
        exit 1
    fi
    sleep 1
done
curl -fsS "$url/api/summaries"
curl -fsS "$url/" >/dev/null
echo
echo "Three users, and a page at $url"
