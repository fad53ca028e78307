package io.funclet.host.config.load;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.text.PrintableText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The fourth generation, baetyl 2.x: the environment has the address, mutual TLS is the default, and an optional file
 * has the functions (contract, section 3, G4).
 */
final class Baetyl2Config {

    static final String RUN_MODE = "BAETYL_RUN_MODE";
    static final String CONF_FILE = "BAETYL_CONF_FILE";
    static final String DEFAULT_CONF_FILE = "etc/baetyl/conf.yml";

    private static final String NAME = "BAETYL_SERVICE_NAME";
    private static final String CODE_PATH = "BAETYL_CODE_PATH";
    private static final String DEFAULT_CODE_PATH = "var/lib/baetyl/code";
    private static final String DYNAMIC_PORT = "BAETYL_SERVICE_DYNAMIC_PORT";
    private static final String CERTIFICATES = "var/lib/baetyl/system/certs/";

    private final Sections sections;
    private final Environment environment;

    private Baetyl2Config(Sections sections) {
        this.sections = sections;
        this.environment = sections.environment();
    }

    /** @param sections of the file; of an empty document if it is missing */
    static RuntimeConfig read(Sections sections) throws InvalidConfigException {
        return new Baetyl2Config(sections).read();
    }

    private RuntimeConfig read() throws InvalidConfigException {
        Document root = sections.root();
        String nameInFile = sections.name();
        String name = environment.text(NAME).orElse(nameInFile);
        String mode = environment.text(RUN_MODE).orElseThrow();
        if (!mode.equals("native") && !mode.equals("kube")) {
            environment.problems().add(RUN_MODE, PrintableText.quoted(mode) + " is not a mode (native, kube)");
        }
        ServerConfig server = server(mode);
        String codePath = environment.text(CODE_PATH).orElse(DEFAULT_CODE_PATH);
        Path code = sections.base().resolve(CODE_PATH, codePath);
        if (root.has("functions") && !root.isEmptyList("functions")) {
            BaseDirectory base = new BaseDirectory(code, sections.problems());
            return sections.complete(
                    name,
                    server,
                    FunctionConfig.readAll(root, sections.defaults(base, Optional.of("."), false)),
                    Optional.empty());
        }
        root.ignore("functions");
        // Without a file or with an empty list the process must start, but without functions every call would fail. So
        // it serves all bundles of the code path.
        Path directory = sections.base().directory(CODE_PATH, codePath);
        sections.problems().warn("no functions are configured: those in " + code + " are served under their own names");
        return sections.complete(name, server, List.of(), Optional.of(directory));
    }

    /**
     * Reads the section {@code server}. If it names an address or certificates, it replaces both; otherwise those of
     * the environment stay.
     */
    private ServerConfig server(String mode) {
        Document server = sections.root().map("server");
        Optional<String> address = server.text("address").filter(it -> !it.isBlank());
        Optional<TlsConfig> tls = TlsConfig.read(server, sections.base());
        ListenAddress listen = address.isPresent()
                ? ListenAddress.read(server.at("address"), address.get(), sections.problems())
                : address(mode);
        if (address.isEmpty() && tls.isEmpty()) {
            return ServerConfig.read(server, listen, Optional.of(issuedCertificates()));
        }
        if (tls.isEmpty()) {
            sections.problems().warn("the section server has no key and cert: calls are served without TLS");
        }
        return ServerConfig.read(server, listen, tls);
    }

    private ListenAddress address(String mode) {
        if (!mode.equals("native")) {
            return new ListenAddress("0.0.0.0", 80);
        }
        Optional<String> port = environment.text(DYNAMIC_PORT);
        if (port.isEmpty()) {
            environment
                    .problems()
                    .add(DYNAMIC_PORT, "is missing; " + RUN_MODE + " is native, so the port must be there");
        } else if (!port.get().matches("[0-9]{1,5}") || Integer.parseInt(port.get()) > 65535) {
            environment.problems().add(DYNAMIC_PORT, PrintableText.quoted(port.get()) + " is not a port (0 to 65535)");
        } else {
            return new ListenAddress("127.0.0.1", Integer.parseInt(port.get()));
        }
        return new ListenAddress("", 0);
    }

    private TlsConfig issuedCertificates() {
        BaseDirectory base = sections.base();
        return new TlsConfig(
                base.file("server.key", CERTIFICATES + "key.pem"),
                base.file("server.cert", CERTIFICATES + "crt.pem"),
                Optional.of(base.file("server.ca", CERTIFICATES + "ca.pem")));
    }
}
