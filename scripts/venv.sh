# Makes the virtual environment $VENV with $PY; installs Debian's venv module where that is missing and it may.
set -eu
"$PY" -c 'import sys; sys.exit("NutriPlan needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
if ! "$PY" -c 'import ensurepip, venv' 2>/dev/null; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        echo "Installing python3-venv ..."
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv module is missing. Run: sudo apt-get install python3-venv   and try again." >&2
        exit 1
    fi
fi
"$PY" -m venv "$VENV"
