package io.funclet.host.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Certificates.KeyKind;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.TlsWorkspace;
import io.funclet.host.it.runtime.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates of a server that are wrong: what is said of them at the start. */
class TlsFilesIT {

    private static Certificates certificates;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make();
    }

    /** A client that ignores the date is served: the clock of a gateway is more often wrong than its certificate. */
    @Test
    void certificateThatHasExpired_isWarnedOf_once_andServed() throws Exception {
        Workspace workspace = Workspace.in(directory);
        certificates.writeExpiredServer(directory.resolve("var/certs"));
        workspace.configure(workspace.server("key: var/certs/key.pem", "cert: var/certs/crt.pem"), "echo");

        try (RuntimeProcess runtime = workspace.start()) {
            workspace.log().awaitAll(" WARN ", "certificate ", "crt.pem has expired on ");
            assertEquals(0, runtime.terminate());
            assertEquals(1, workspace.log().count("has expired on"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.pem", "crt.pem", "ca.pem"})
    void fileThatIsNoPem_isRejectedAtTheStart_byItsName(String file) throws Exception {
        Workspace workspace = TlsWorkspace.baetyl2(directory, certificates, KeyKind.SEC1);
        Files.writeString(TlsWorkspace.certificates(workspace).resolve(file), "garbage\n");

        assertRejected(workspace, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.pem", "crt.pem", "ca.pem"})
    void fileThatIsMissing_isRejectedAtTheStart_byItsName(String file) throws Exception {
        Workspace workspace = TlsWorkspace.baetyl2(directory, certificates, KeyKind.SEC1);
        Files.delete(TlsWorkspace.certificates(workspace).resolve(file));

        assertRejected(workspace, file);
    }

    @Test
    void keyOfAnotherKind_isRejectedAtTheStart() throws Exception {
        assertKeyRejected(KeyKind.PKCS1);
    }

    @Test
    void keyOfAnotherCertificate_isRejectedAtTheStart() throws Exception {
        assertKeyRejected(KeyKind.PKCS8_CLIENT);
    }

    private void assertKeyRejected(KeyKind kind) throws Exception {
        Workspace workspace = TlsWorkspace.baetyl2(directory, certificates, KeyKind.SEC1);
        Path other = Files.createDirectory(directory.resolve("other"));
        certificates.writeServer(other, kind);
        Files.copy(
                other.resolve("key.pem"),
                TlsWorkspace.certificates(workspace).resolve("key.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        assertRejected(workspace, "key.pem");
    }

    private void assertRejected(Workspace workspace, String reason) throws Exception {
        try (RuntimeProcess runtime = TlsWorkspace.start(workspace)) {
            assertEquals(1, runtime.awaitExit(Await.LONG));
            assertEquals(1, runtime.err().size(), () -> runtime.err().toString());
            assertTrue(
                    runtime.err().get(0).startsWith("funclet: "),
                    () -> runtime.err().toString());
            assertTrue(
                    runtime.err().get(0).contains(reason), () -> runtime.err().toString());
            assertEquals(List.of(), List.copyOf(runtime.litter()));
        }
    }
}
