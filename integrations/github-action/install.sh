# Installs agentguard away from the checkout: isolated, since `python -m` would run a `venv.py` that lies there.
set -euo pipefail
python3 -I -m venv "$RUNNER_TEMP/agentguard"
"$RUNNER_TEMP/agentguard/bin/python" -I -m pip install --quiet --disable-pip-version-check "$REQUIREMENT"
echo "$RUNNER_TEMP/agentguard/bin" >> "$GITHUB_PATH"
