# SPDX-License-Identifier: Apache-2.0
"""HR's pages as a browser asks for them, and the command beside them; what is wrong is gathered in `faults`."""

import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request

NENDO = "2026"
faults = []


def complain(what):
    faults.append(what)
    print("not ok: " + what)


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        complain(f"{command}: {done.stderr.decode()}")
    return done.stdout


class Stay(urllib.request.HTTPErrorProcessor):
    """A cookie for TLS alone would not be sent to a loopback address: it is carried by hand, and no redirection is followed."""

    def http_response(self, request, response):
        return response if response.status == 303 else super().http_response(request, response)


class Site:
    def __init__(self, url, user="hr"):
        self.url = url
        self.opener = urllib.request.build_opener(Stay)
        answer = self.opener.open(url + "/login", f"user={user}&password=hr-long-enough".encode())
        self.opener.addheaders = [("Cookie", answer.headers["Set-Cookie"].split(";")[0])]
        found = re.search(r'name="csrf" value="([^"]*)"', self.get("/completion").decode())
        self.csrf = found[1] if found else ""

    def get(self, path, **query):
        path = urllib.parse.quote(path, safe="/?=&%")
        if query:
            path += ("&" if "?" in path else "?") + urllib.parse.urlencode(query)
        try:
            return self.opener.open(self.url + path).read()
        except urllib.error.HTTPError as error:
            return b"%d " % error.code + error.read()

    def post(self, path, **fields):
        try:
            self.opener.open(self.url + path, urllib.parse.urlencode({"csrf": self.csrf, **fields}).encode()).read()
            return True
        except urllib.error.HTTPError as error:
            error.read()
            return False

    def upload(self, path, name, data):
        """A file in a form of several parts."""
        mark = "----kenshu"
        body = (f'--{mark}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{self.csrf}\r\n--{mark}\r\n'
                f'Content-Disposition: form-data; name="list"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n').encode()
        request = urllib.request.Request(self.url + path, body + data + f"\r\n--{mark}--\r\n".encode(),
                                         {"Content-Type": "multipart/form-data; boundary=" + mark})
        return self.opener.open(request).read()
