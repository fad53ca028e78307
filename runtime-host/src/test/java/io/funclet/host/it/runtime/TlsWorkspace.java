package io.funclet.host.it.runtime;

import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Certificates.KeyKind;
import io.funclet.host.it.jar.FunctionJar;
import java.nio.file.Files;
import java.nio.file.Path;

/** The working directory of a runtime that baetyl 2 starts with mutual TLS. It has the function {@code echo}. */
public final class TlsWorkspace {

    public static final FunctionJar ECHO = FunctionJar.of("it.tls", "echo", "return event;");

    private TlsWorkspace() {}

    public static Workspace baetyl2(Path directory, Certificates certificates, KeyKind kind) throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeServer(certificates(workspace), kind);
        workspace.file("etc/baetyl/conf.yml", """
                functions:
                  - {name: echo, handler: echo, codedir: echo-code}
                logger: {path: var/log/service.log, level: debug}
                """);
        Path code = Files.createDirectories(directory.resolve("var/lib/baetyl/code/echo-code"));
        ECHO.deploy(code, "echo.jar");
        return workspace;
    }

    public static Path certificates(Workspace workspace) {
        return workspace.path().resolve("var/lib/baetyl/system/certs");
    }

    public static RuntimeProcess start(Workspace workspace) throws Exception {
        return RuntimeProcess.in(workspace.path())
                .environment("BAETYL_RUN_MODE", "native")
                .environment("BAETYL_SERVICE_NAME", "service-1")
                .environment("BAETYL_SERVICE_DYNAMIC_PORT", Integer.toString(workspace.port()))
                .start();
    }
}
