"""LibreOffice Calc: started, a workbook loaded and recalculated. Runs under the interpreter that
LibreOffice's interface (uno) is installed for, so it imports nothing of ours.

Prints milliseconds: from the start to the recalculated figures, then of ten recalculations.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

PIPE = f"kaohe-{os.getpid()}"
ACCEPT = f"pipe,name={PIPE};urp;"


def connected(context):
    """The office's desktop, once it accepts connections."""
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    while True:
        with contextlib.suppress(Exception):
            return resolver.resolve(f"uno:{ACCEPT}StarOffice.ComponentContext")
        time.sleep(0.02)


def main(path):
    """Do it all with one book."""
    with tempfile.TemporaryDirectory() as profile:
        begun = time.perf_counter()
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation=file://{profile}",
                f"--accept={ACCEPT}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        context = connected(uno.getComponentContext())
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        hidden = PropertyValue("Hidden", 0, True, 0)
        book = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (hidden,))
        book.calculateAll()
        mean = book.Sheets.getByIndex(0).getCellByPosition(0, 0).getValue()
        print((time.perf_counter() - begun) * 1000)
        if not 50 < mean < 100:
            raise SystemExit(f"the mean is {mean}: not recalculated")
        for _ in range(10):
            begun = time.perf_counter()
            book.calculateAll()
            print((time.perf_counter() - begun) * 1000)
        book.close(True)
        with contextlib.suppress(Exception):
            desktop.terminate()
        office.wait()


if __name__ == "__main__":
    main(sys.argv[1])
