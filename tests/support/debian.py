"""Install Debian packages that the tests need and that are not there yet."""

import os
import shutil
import subprocess

# Another apt may be at work on a machine that was only just set up.
WAIT_FOR_LOCK = ("-o", "DPkg::Lock::Timeout=300")


def install_packages(*names: str, recommended: bool = False) -> bool:
    """Install packages where that is possible: as root, with apt-get.

    Args:
        names: Debian's names of the packages.
        recommended: Whether also what the packages recommend is installed.

    Returns:
        Whether apt-get says that all are installed.
    """
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["-y"] if recommended else ["-y", "--no-install-recommends"]
    return not any(
        subprocess.run(
            ["apt-get", *WAIT_FOR_LOCK, *arguments],
            check=False,
            stdout=subprocess.DEVNULL,
            env=environment,
        ).returncode
        for arguments in (["update"], ["install", *options, *names])
    )
