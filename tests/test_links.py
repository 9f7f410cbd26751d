"""`vlmatlas links` against a site and a server of our own: nothing else is asked."""

import http.server
import json
import subprocess
import threading

import pytest

from conftest import REPOSITORY
from vlmatlas.cli import main
from vlmatlas.links.collect import collect_links
from vlmatlas.links.guard import Guard, is_public
from vlmatlas.links.internal import check_internal
from vlmatlas.links.verdicts import Answer, Verdict, judge

STATUSES = {"/404": 404, "/403": 403, "/429": 429, "/500": 500, "/301": 301, "/302": 302}
STATUSES |= {"/to-private": 301, "/gone-after-move": 301}
PAGE = b'<html><body><h1 id="here">Here</h1></body></html>'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        server.asked.append(self.path)
        if self.path == "/never":
            server.closing.wait(60)
        if self.path == "/slow":
            server.closing.wait(1)
        targets = {"/301": "/fine", "/302": "/fine", "/gone-after-move": "/404"}
        targets["/to-private"] = f"http://127.0.0.1:{server.private_port}/secret"
        self.send_response(STATUSES.get(self.path, 200))
        if self.path in targets:
            self.send_header("Location", targets[self.path])
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_args):
        """Say nothing."""


def start_server(private_port=0):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.closing, server.private_port = [], threading.Event(), private_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def stop_server(server):
    server.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def servers():
    """A server that may be asked, and one that may not."""
    private = start_server()
    world = start_server(private.server_port)
    yield world, private
    stop_server(world)
    stop_server(private)


@pytest.fixture
def data(checkout):
    (checkout / "templates").symlink_to(REPOSITORY / "templates")
    for path in checkout.rglob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("https://arxiv.org/abs/2502.00001", "report"), "utf-8")
    return checkout


def write_links(root, *urls):
    lines = "\n".join(f"- <{url}>" for url in urls)
    (root / "README.md").write_text(f"# Links\n\n{lines}\n", encoding="utf-8")


def check(root, capsys, *arguments, world=None, timeout=3, retries=0):
    allowed = [f"--allow-private=127.0.0.1:{world.server_port}"] if world else []
    code = main(
        [
            *("--root", str(root), "links", "--no-internal", "--external", "--lang", "en"),
            *(f"--timeout={timeout}", f"--retries={retries}", *allowed, *arguments),
        ]
    )
    return code, capsys.readouterr()


def verdicts(root, capsys, world, *paths, **manners):
    write_links(root, *(f"http://127.0.0.1:{world.server_port}{path}" for path in paths))
    code, printed = check(root, capsys, "--format=json", world=world, **manners)
    assert printed.out, printed.err
    found = json.loads(printed.out)["links"]
    start = f"http://127.0.0.1:{world.server_port}"
    return code, {each["url"].removeprefix(start): each["verdict"] for each in found}


def test_every_kind_of_answer_gets_its_verdict(data, servers, capsys):
    expected = {
        "/fine": "fine",
        "/fine#here": "fine",
        "/fine#nowhere": "astray",
        "/301": "moved",
        "/302": "fine",
        "/gone-after-move": "dead",
        "/403": "blocked",
        "/404": "dead",
        "/429": "blocked",
        "/500": "unreachable",
        "/slow": "fine",
        "/never": "unreachable",
    }

    code, found = verdicts(data, capsys, servers[0], *expected)

    assert found == expected
    assert code == 1


def test_walls_and_passing_faults_alone_fail_nothing(data, servers, capsys):
    code, _found = verdicts(data, capsys, servers[0], "/403", "/429", "/500", "/301", "/never")

    assert code == 0


def test_a_host_that_says_too_many_requests_is_asked_again(data, servers, capsys):
    world, _private = servers

    verdicts(data, capsys, world, "/429", retries=1)

    assert world.asked == ["/429", "/429"]


def test_a_known_answer_is_not_asked_for_again(data, servers, capsys):
    world, _private = servers

    for _ in range(2):
        _code, found = verdicts(data, capsys, world, "/fine", "/404")

    assert found == {"/fine": "fine", "/404": "dead"}
    assert sorted(world.asked) == ["/404", "/404", "/fine"]


def test_a_private_address_is_never_asked(data, servers, capsys):
    world, _private = servers
    write_links(data, f"http://127.0.0.1:{world.server_port}/fine", "https://localhost/x")

    code, printed = check(data, capsys)

    assert code == 1
    assert printed.out.count("not a public address") == 2
    assert world.asked == []


def test_what_the_report_says_itself_it_says_in_the_language_asked_for(data, capsys):
    write_links(data, "http://127.0.0.1:9/x", "http://reserved.invalid/")

    _code, printed = check(data, capsys, "--lang=zh")

    assert "README.md:3:4: 非公网地址：http://127.0.0.1:9/x (不是公网地址)" in printed.out
    assert "无应答：http://reserved.invalid/ (无法识别为可访问的链接)" in printed.out


def test_a_redirect_does_not_lead_to_a_private_address(data, servers, capsys):
    world, private = servers

    _code, found = verdicts(data, capsys, world, "/to-private")

    assert found == {"/to-private": "private"}
    assert world.asked == ["/to-private"]
    assert private.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_an_address_inside_a_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


def test_a_name_that_resolves_to_a_private_address_is_refused():
    guard = Guard()

    with pytest.raises(PermissionError):
        guard.find_addresses(("localhost", 80))
    assert guard.refused == {("localhost", 80)}


def allow(root, url, until, reason="{en: Being moved., zh: 迁移中。}"):
    policy = f"allow:\n  - {{url: '{url}', reason: {reason}, until: '{until}'}}\n"
    (root / "registry/links.yaml").write_text(policy, encoding="utf-8")


def test_an_allowed_link_is_let_be_until_its_day(data, servers, capsys):
    world, _private = servers
    allow(data, f"http://127.0.0.1:{world.server_port}/404", "2999-01-01")

    code, found = verdicts(data, capsys, world, "/404", "/fine")

    assert (code, found) == (0, {"/fine": "fine"})
    assert world.asked == ["/fine"]


def test_an_allowed_link_whose_day_has_passed_is_asked_and_named(data, servers, capsys):
    world, _private = servers
    url = f"http://127.0.0.1:{world.server_port}/fine"
    allow(data, url, "2020-01-01")
    write_links(data, url)

    code, printed = check(data, capsys, world=world)

    assert code == 1
    assert "registry/links.yaml:2:" in printed.out
    assert "ended on 2020-01-01" in printed.out
    assert world.asked == ["/fine"]


def test_an_allowed_link_that_stands_nowhere_is_named(data, capsys):
    allow(data, "https://gone.example.org/", "2999-01-01")

    code, printed = check(data, capsys)

    assert code == 1
    assert "no link begins with this" in printed.out


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [("2999-01", "{en: a, zh: b}", "must be a date"), ("2999-01-01", "{en: a}", "zh")],
)
def test_an_entry_needs_a_reason_in_both_languages_and_a_day(data, capsys, until, reason, words):
    allow(data, "https://example.org/", until, reason)

    code, printed = check(data, capsys)

    assert code == 1
    assert printed.err.startswith("registry/links.yaml:2:")
    assert words in printed.err


def test_the_allow_list_does_not_stretch_to_other_hosts(data, servers, capsys):
    world, _private = servers
    port = str(world.server_port)
    allow(data, f"http://127.0.0.1:{port[:-1]}", "2999-01-01")

    _code, found = verdicts(data, capsys, world, "/404")

    assert found["/404"] == "dead"


def test_only_links_of_changed_files_are_asked(data, servers):
    world, _private = servers
    start = f"http://127.0.0.1:{world.server_port}"
    write_links(data, f"{start}/404")
    git = ["git", "-C", str(data), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "data"], check=True)
    (data / "NEW.md").write_text(f"{start}/fine\n", encoding="utf-8")

    code = main(
        [
            *("--root", str(data), "links", "--no-internal", "--changed-since", "main"),
            f"--allow-private=127.0.0.1:{world.server_port}",
        ]
    )

    assert code == 0
    assert world.asked == ["/fine"]


def test_annotations_name_file_line_and_column(data, servers, capsys):
    world, _private = servers
    url = f"http://127.0.0.1:{world.server_port}/404"
    write_links(data, url)

    _code, printed = check(data, capsys, "--format=github", world=world)

    assert printed.out == (
        f"::error file=README.md,line=3,col=4,title=dead link::{url} (404 Not Found)\n"
    )


def test_the_body_of_an_issue_groups_places_by_link(data, servers, capsys):
    world, _private = servers
    url = f"http://127.0.0.1:{world.server_port}/404"
    write_links(data, url)
    (data / "OTHER.md").write_text(url, encoding="utf-8")

    _code, printed = check(data, capsys, "--format=markdown", world=world)

    assert f"### dead link\n\n- `{url}` – 404 Not Found\n" in printed.out
    assert "  - OTHER.md:1\n  - README.md:3\n" in printed.out


def test_a_source_is_followed_to_its_commit_and_path(data):
    path = data / "models/lynx-vl/model.yaml"
    source = "{kind: repository, title: Code, url: 'https://github.com/a/b', commit: abcdef1}"
    text = path.read_text("utf-8").replace("sources:\n", f"sources:\n  code: {source}\n")
    path.write_text(text, encoding="utf-8")

    links = collect_links(data)

    assert list(links) == ["https://github.com/a/b/tree/abcdef1"]
    assert [(place.path, place.line) for place in links["https://github.com/a/b/tree/abcdef1"]] == [
        ("models/lynx-vl/model.yaml", 9)
    ]


def test_punctuation_around_a_link_is_not_part_of_it(tmp_path):
    text = "See (https://a.org/x), [b](https://b.org/y_(z)) 和[丙](https://c.org/)。（见 https://d.org/e）\n"
    (tmp_path / "README.md").write_text(text, encoding="utf-8")

    assert list(collect_links(tmp_path)) == [
        "https://a.org/x",
        "https://b.org/y_(z)",
        "https://c.org/",
        "https://d.org/e",
    ]


def test_examples_in_code_are_no_links(tmp_path):
    text = "`https://a.org`\n\n```yaml\nurl: https://b.org\n```\n\nhttps://c.org\n"
    (tmp_path / "README.md").write_text(text, encoding="utf-8")

    links = collect_links(tmp_path)

    assert [(url, place.line) for url, places in links.items() for place in places] == [
        ("https://c.org", 7)
    ]


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.FINE),
        (400, Verdict.DEAD),
        (410, Verdict.DEAD),
        (451, Verdict.BLOCKED),
        (999, Verdict.BLOCKED),
        (503, Verdict.UNREACHABLE),
        (None, Verdict.UNREACHABLE),
    ],
)
def test_a_status_means(status, verdict):
    assert judge(Answer("https://a.org", status, "")) is verdict


def make_site(folder, **pages):
    for name, body in pages.items():
        path = folder / name.replace("_", "/") / "index.html" if name else folder / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return folder


def broken(site, address="https://atlas.example/"):
    return [(each.place.path, each.url, each.verdict) for each in check_internal(site, address)]


def test_links_inside_the_site_are_followed(tmp_path):
    site = make_site(
        tmp_path,
        **{"": '<a href="models/x/#there">ok</a><img src="no.png">'},
        models_x='<h2 id="there">x</h2><a href="../../#gone">a</a><a href="../y/">b</a>',
    )

    assert broken(site) == [
        ("index.html", "no.png", Verdict.DEAD),
        ("models/x/index.html", "../../#gone", Verdict.ASTRAY),
        ("models/x/index.html", "../y/", Verdict.DEAD),
    ]


def test_full_links_to_the_future_address_count_as_inside(tmp_path):
    links = '<a href="https://atlas.example/gone/">a</a><a href="https://other.example/x">b</a>'
    site = make_site(tmp_path, **{"": links})

    assert broken(site) == [("index.html", "https://atlas.example/gone/", Verdict.DEAD)]


def test_links_in_chinese_and_with_percent_signs_are_one(tmp_path):
    anchor = '<h2 id="动机">x</h2><a href="#%E5%8A%A8%E6%9C%BA">a</a><a href="#动机">b</a>'
    site = make_site(tmp_path, **{"": anchor})

    assert broken(site) == []


def test_without_a_site_the_command_says_how_to_build_it(data, capsys):
    code = main(["--root", str(data), "links"])

    assert code == 2
    assert "`make site` builds it" in capsys.readouterr().err


@pytest.mark.xdist_group("site")
def test_the_built_site_has_no_dead_link(site, capsys):
    code = main(["--root", str(REPOSITORY), "links", "--site", str(site), "--lang", "en"])

    assert (code, capsys.readouterr().out) == (0, "")
