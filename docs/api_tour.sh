#!/bin/sh
# A newcomer's tour of the API, from sign-up to a feed that changed after a dislike. Needs curl and python3.
#
#   docs/api_tour.sh [http://localhost:8000]
set -eu
base="${1:-http://localhost:8000}/v1"

ask() { # METHOD PATH [BODY]: what it answers
    curl --silent --show-error --fail-with-body --request "$1" "$base$2" \
        --header "Authorization: Bearer ${token:-none}" \
        --header 'Content-Type: application/json' ${3:+--data "$3"}
}
pick() { # EXPRESSION over `told`, the JSON that comes in
    python3 -c "import json, sys; told = json.load(sys.stdin); print($1)"
}

echo "1. Sign up. (No token yet, so none is asked for.)"
email="newcomer-$(date +%s)-$$@example.org"
token=$(ask POST /auth/signup "{\"email\": \"$email\", \"password\": \"a quiet evening in june\"}" | pick "told['access_token']")

echo "2. Tell what you came for and what you play on."
ask POST /user/onboarding '{"intent": "explore", "platforms": ["switch"], "genres": ["adventure"]}' |
    pick "'   platforms: ' + ', '.join(told['platforms'])"

echo "3. Ask for a feed."
before=$(ask POST /recommend/feed '{}')
echo "$before" | pick "'\n'.join(f\"   {one['title']}: {one['reason']}\" for one in told['items'][:5])"
shown=$(echo "$before" | pick "told['items'][0]['recommendation_id']")
title=$(echo "$before" | pick "told['items'][0]['title']")
version=$(ask GET /user/profile | pick "told['profile_version']")

echo "4. Not for me: $title."
learnt=$(ask POST /feedback/ "{\"recommendation_id\": \"$shown\", \"feedback\": \"dislike\"}" | pick "told['profile_version']")
echo "   profile version $version, now $learnt"

echo "5. Ask again: the feed is another one."
after=$(ask POST /recommend/feed '{}')
echo "$after" | pick "'\n'.join(f\"   {one['title']}: {one['reason']}\" for one in told['items'][:5])"
slug=$(echo "$before" | pick "told['items'][0]['slug']")
echo "$after" | pick "'   $slug is gone' if all(one['slug'] != '$slug' for one in told['items']) else sys.exit('it is still there')"

echo "6. Take everything along, and delete it."
ask GET /user/export | pick "'   exported: ' + ', '.join(sorted(told))"
ask DELETE /user
ask GET /user/profile >/dev/null 2>&1 && exit 1
echo "   deleted: the token opens nothing any more"
