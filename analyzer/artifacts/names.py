"""Artifacts that their base name tells."""

from agentguard.analyzer.artifacts.table import Kind, Place, Row
from agentguard.analyzer.model.findings import Confidence

_HIGH, _MEDIUM, _LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
_ANYWHERE, _TOP = Place.ANYWHERE, Place.TOP

NAMES = (
    Row(Kind.BYTECODE, "Python bytecode", _HIGH, _ANYWHERE, "*.pyc *.pyo"),
    Row(Kind.SYSTEM, "a file that macOS leaves in folders", _HIGH, _ANYWHERE, ".ds_store ._* .localized"),
    Row(Kind.SYSTEM, "a file that Windows leaves in folders", _HIGH, _ANYWHERE, "thumbs.db ehthumbs.db desktop.ini"),
    Row(
        Kind.SYSTEM, "a file that Linux desktops leave in folders", _HIGH, _ANYWHERE, ".fuse_hidden* .nfs0* .directory"
    ),
    Row(Kind.SYSTEM, "a file that macOS leaves in folders", _HIGH, _ANYWHERE, ".lsoverride .apdisk"),
    Row(Kind.EDITOR, "a swap file of Vim", _HIGH, _ANYWHERE, ".*.sw[a-p] .*.un~ .sw[a-p] *.swp"),
    Row(Kind.EDITOR, "an auto-save or lock file of Emacs", _HIGH, _ANYWHERE, "#*# .#*"),
    Row(Kind.BACKUP, "what a merge or a patch left behind", _HIGH, names="*.orig *.rej"),
    Row(
        Kind.BACKUP,
        "what a merge tool left behind",
        names="*_backup_[0-9]* *_base_[0-9]*.* *_local_[0-9]*.* *_remote_[0-9]*.*",
    ),
    Row(Kind.BACKUP, "an editor's backup", _HIGH, names="*~ *.rs.bk *.rbk"),
    Row(Kind.BACKUP, "a backup copy", _HIGH, names="*.bak *.bak[0-9] *.bak.* *.backup"),
    Row(
        Kind.BACKUP,
        "a copy by a file manager",
        _MEDIUM,
        names="*\\ copy.* *\\ copy\\ [0-9].* *\\ ([0-9]).* copy\\ of\\ *",
    ),
    Row(
        Kind.COVERAGE,
        "coverage data",
        names=".coverage .coverage.* *.cover *,cover *.gcda *.gcno *.gcov *.coverprofile *.profraw",
    ),
    Row(Kind.COVERAGE, "coverage data", names="*.profdata .noseids nosetests.xml lcov.info coverage-final.json"),
    Row(
        Kind.COVERAGE,
        "a coverage report",
        _HIGH,
        names="coverage.xml cobertura.xml coverage.lcov clover.xml jacoco.exec",
    ),
    Row(
        Kind.CACHE,
        "a tool's cache",
        names=".eslintcache .stylelintcache .prettiercache .dmypy.json dmypy.json *.tsbuildinfo",
    ),
    Row(
        Kind.CACHE,
        "a tool's cache",
        names=".phpunit.result.cache .php_cs.cache .phpcs-cache .node_repl_history .installed.cfg",
    ),
    Row(
        Kind.LOG,
        "a package manager's log",
        _HIGH,
        _ANYWHERE,
        "npm-debug.log* yarn-debug.log* yarn-error.log* pnpm-debug.log*",
    ),
    Row(
        Kind.LOG,
        "a package manager's log",
        names="lerna-debug.log* pip-log.txt pip-delete-this-directory.txt .pnpm-debug.log*",
    ),
    Row(Kind.DUMP, "a crash report", _HIGH, names="hs_err_pid* replay_pid* *.stackdump vgcore.* java_error_in_*"),
    Row(Kind.DUMP, "a memory dump", _HIGH, names="core.[0-9]* *.dmp *.mdmp *.hprof *.heapsnapshot *.core"),
    Row(Kind.DUMP, "a crash report", _HIGH, _ANYWHERE, "erl_crash.dump rustc-ice-*.txt mono_crash.*"),
    Row(Kind.DUMP, "a diagnostic report of Node", names="report.[0-9]*.[0-9]*.*.json"),
    Row(Kind.DUMP, "a core dump", _MEDIUM, _TOP, "core"),
    Row(Kind.LOG, "a log file", names="*.log *.log.[0-9]* *.log.gz nohup.out", but="changelog.log changes.log"),
    Row(Kind.LOG, "a profile of one run", _MEDIUM, names="*.prof *.pstats *.cpuprofile *.lprof"),
    Row(
        Kind.DATABASE,
        "a database of one run",
        names="db.sqlite3 *.sqlite-journal *.db-journal *.db-wal *.db-shm *.sqlite3-journal",
    ),
    Row(
        Kind.DATABASE,
        "a database of one run",
        names="dump.rdb celerybeat-schedule celerybeat-schedule.* *.sqlite-shm *.sqlite-wal",
    ),
    Row(Kind.DATABASE, "a database", _MEDIUM, names="*.sqlite *.sqlite3 *.db"),
    Row(Kind.CACHE, "a tool's cache", _HIGH, _ANYWHERE, "dropin.cache .yarn-integrity .tern-port *.sublime-cache"),
    Row(Kind.DEPENDENCIES, "a virtual environment", _HIGH, _ANYWHERE, "pyvenv.cfg"),
    Row(Kind.BUILD, "what LaTeX wrote", _HIGH, names="*.aux *.blg *.bcf *.run.xml"),
    Row(Kind.EDITOR, "one person's history or scratch file", names="tempcoderunnerfile.* .byebug_history .irb_history"),
    Row(Kind.EDITOR, "one person's history or scratch file", names=".python_history .bash_history .emacs.desktop*"),
    Row(Kind.BUILD, "one machine's build settings", names="local.properties cmakelists.txt.user cmakeuserpresets.json"),
    Row(Kind.COVERAGE, "coverage data", _MEDIUM, _TOP, "coverage.out coverage.txt coverage.json profile.cov cover.out"),
    Row(
        Kind.COVERAGE,
        "part of a coverage report",
        _HIGH,
        _ANYWHERE,
        "coverage_html*.js keybd_open*.png keybd_closed*.png",
    ),
    Row(Kind.TEMPORARY, "the process id of one run", names="*.pid *.pid.lock *.seed"),
    Row(Kind.TEMPORARY, "a temporary file", _HIGH, names="*.tmp *.temp *.crdownload *.part .~lock.*# ~$*"),
    Row(Kind.BUILD, "a built package", _HIGH, names="*.egg *.whl *.gem *.nupkg *.deb *.rpm"),
    Row(
        Kind.BUILD,
        "compiled code",
        _HIGH,
        names="*.class *.o *.lo *.la *.ko *.elf *.gch *.rlib *.rmeta *.beam *.elc *.ilk",
    ),
    Row(Kind.BUILD, "compiled code", _MEDIUM, names="*.pyd *.so *.so.[0-9]* *.dylib *.dll *.exe *.pdb *.a *.lib *.out"),
    Row(
        Kind.BUILD, "a compiled archive", _MEDIUM, names="*.war *.ear *.jar", but="gradle-wrapper.jar maven-wrapper.jar"
    ),
    Row(
        Kind.BUILD,
        "what CMake configured",
        names="cmakecache.txt cmake_install.cmake install_manifest.txt ctesttestfile.cmake",
    ),
    Row(Kind.BUILD, "what a configure script wrote", _HIGH, names="config.log config.status config.cache"),
    Row(Kind.BUILD, "what Maven wrote", names="pom.xml.tag pom.xml.releasebackup pom.xml.versionsbackup pom.xml.next"),
    Row(Kind.BUILD, "what Maven wrote", names="dependency-reduced-pom.xml .flattened-pom.xml buildnumber.properties"),
    Row(Kind.BUILD, "what LaTeX wrote", _HIGH, names="*.synctex.gz *.fdb_latexmk *.fls"),
    Row(Kind.BUILD, "a parsed document of Sphinx", _HIGH, names="*.doctree"),
    Row(Kind.BUILD, "the state of Terraform, secrets included", _HIGH, names="*.tfstate *.tfstate.*"),
    Row(
        Kind.EDITOR,
        "one person's editor state",
        names="*.iws *.suo *.sublime-workspace *.xcuserstate session.vim .netrwhist",
    ),
    Row(
        Kind.EDITOR,
        "one person's editor state",
        names="*.csproj.user *.vcxproj.user .spyderproject .spyproject *.userprefs",
    ),
    Row(
        Kind.EDITOR,
        "one person's editor settings",
        _MEDIUM,
        names="*.iml .project .pydevproject .classpath *.komodoproject",
    ),
    Row(Kind.EDITOR, "an index of names", _HIGH, names="gtags grtags gpath cscope.out cscope.files ncscope.*"),
    Row(Kind.EDITOR, "an index of names", _MEDIUM, _TOP, "tags"),
    Row(
        Kind.SECRET, "a private key by its name", _HIGH, names="id_rsa id_dsa id_ecdsa id_ed25519 *.ppk *_rsa *_ed25519"
    ),
    Row(
        Kind.SECRET,
        "a private key by its name",
        _MEDIUM,
        names="*.key *private*.pem *privkey*.pem *-key.pem *_key.pem key.pem",
    ),
    Row(Kind.SECRET, "a key store", _MEDIUM, names="*.p12 *.pfx *.jks *.keystore *.kdbx", but="debug.keystore"),
    Row(
        Kind.SECRET,
        "credentials by its name",
        _HIGH,
        names=".netrc _netrc .pgpass .git-credentials .pypirc .vault_pass",
    ),
    Row(
        Kind.SECRET,
        "credentials by its name",
        _MEDIUM,
        names="credentials.json client_secret*.json service-account*.json",
    ),
    Row(
        Kind.SECRET,
        "credentials by its name",
        _MEDIUM,
        names="service_account*.json secrets.json secrets.yml secrets.yaml *.ovpn",
    ),
    Row(Kind.SECRET, "one machine's environment, secrets included", _HIGH, names=".env.local .env.*.local"),
    Row(
        Kind.SECRET,
        "an environment file, which may hold secrets",
        _MEDIUM,
        names=".env .env.production .env.prod .env.staging",
    ),
    Row(
        Kind.AGENT,
        "a history of Aider's",
        _HIGH,
        _ANYWHERE,
        ".aider.chat.history.md .aider.input.history .aider.llm.history",
    ),
    Row(Kind.PATCH, "a patch at the top, perhaps a leftover", _MEDIUM, _TOP, "*.patch *.diff"),
    Row(
        Kind.REPORT,
        "a screenshot",
        _LOW,
        names="screenshot*.png screen\\ shot*.png screenshot*.jpg bildschirmfoto*.png",
    ),
    Row(
        Kind.TEMPORARY,
        "a scratch file by its name",
        _LOW,
        _TOP,
        "[0-9].* foo.* bar.* tmp.* temp.* scratch.* untitled* asdf* test[0-9].* debug.* output.txt out.txt",
    ),
    Row(
        Kind.REPORT,
        "a session's report",
        _LOW,
        _TOP,
        "*_summary.md *_report.md *_complete.md *_results.md *_status.md *-report.json *-report.html *-summary.md",
    ),
    Row(Kind.REPORT, "a report of one test run", _MEDIUM, names="junit.xml test-results.xml testresults.xml *.trx"),
)
