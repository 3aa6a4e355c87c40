"""``python -m overseas_stations``: the command line."""

from overseas_stations.cli import main

main()
