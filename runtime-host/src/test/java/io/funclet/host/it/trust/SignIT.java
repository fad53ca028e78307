package io.funclet.host.it.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.CommandLine;
import io.funclet.host.it.jar.SigningKey.Form;
import io.funclet.host.it.jar.TrustedCode;
import io.funclet.host.it.runtime.Operator.Said;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet sign}, and what {@code funclet check} says of its jars. */
class SignIT {

    @TempDir
    static Path directory;

    private static TrustedCode code;
    private static Path trust;
    private static Path password;

    @BeforeAll
    static void makeKeys() throws Exception {
        code = TrustedCode.make();
        trust = Files.createDirectory(directory.resolve("trust"));
        code.write(trust);
        password = Files.writeString(directory.resolve("pass.txt"), "secret of keys\n");
        code.vendor().writeStore(directory.resolve("vendor.p12"), "acme", "secret of keys".toCharArray());
        code.stranger().writeStore(directory.resolve("second.p12"), "integrator", "secret of keys".toCharArray());
        code.authority()
                .issue("late", Form.CODE.expired().of("RSA", 2048))
                .writeStore(directory.resolve("late.p12"), "acme", "secret of keys".toCharArray());
    }

    @AfterAll
    static void closeClock() {
        code.clock().close();
    }

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = CommandLine.run(arguments, served -> 9, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Said(status, out.toString(), err.toString());
    }

    private static Said sign(Path jar, String store, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "sign",
                                jar.toString(),
                                "--keystore",
                                directory.resolve(store).toString(),
                                "--storepass:file",
                                password.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void signedJar_isTrusted_alsoWithASecondSignature_andItsDigestIsTold() throws Exception {
        Path jar = TrustedCode.function("f", "1").deploy(directory, "f.jar");

        Said signed = sign(jar, "vendor.p12");
        Said again = sign(jar, "second.p12", "--alias", "integrator");
        Said check = run("check", jar.toString(), "--trust", trust.toString());

        assertTrue(signed.names("f.jar is signed by CN=vendor, valid until", "without a timestamp"), signed::toString);
        assertEquals(0, again.status(), again::toString);
        assertTrue(again.names("SHA-256 " + TrustedCode.sha256(jar)), again::toString);
        assertTrue(check.names("would be taken", "is signed by CN=vendor", TrustedCode.sha256(jar)), check::toString);
        assertEquals(List.of(), unfinished());
    }

    @Test
    void secondSignature_takesTheDigestOfTheFirst_soThatBothCount() throws Exception {
        Path jar = code.vendor()
                .sign(TrustedCode.function("f", "1"), TrustedCode.digest("SHA-512"))
                .deploy(directory, "twice.jar");

        assertEquals(0, sign(jar, "second.p12").status());

        Said check = run("check", jar.toString(), "--trust", trust.toString());
        assertTrue(check.names("would be taken", "is signed by CN=vendor"), check::toString);
    }

    @Test
    void timestamp_letsAnExpiredCertificateCount() throws Exception {
        Path jar = TrustedCode.function("f", "1").deploy(directory, "late.jar");
        Path output = directory.resolve("stamped.jar");

        Said signed = sign(jar, "late.p12", "--tsa", code.clock().uri().toString(), "-o", output.toString());
        Said check = run("check", output.toString(), "--trust", trust.toString());

        assertTrue(signed.names("stamped.jar is signed by CN=late", "with a timestamp"), signed::toString);
        assertTrue(check.names("is signed by CN=late", ", timestamp of "), check::toString);
        assertTrue(run("check", jar.toString(), "--trust", trust.toString()).names("is not signed"));
    }

    @Test
    void whatCannotBeUsed_isNamed_andTheJarStaysAsItIs() throws Exception {
        Path jar = TrustedCode.function("f", "1").deploy(directory, "kept.jar");
        String before = TrustedCode.sha256(jar);
        Files.writeString(directory.resolve("wrong.txt"), "wrong");

        assertSays(sign(jar, "vendor.p12", "--alias", "none"), "has no private key none; it has: acme");
        assertSays(sign(jar, "absent.p12"), "there is no file", "absent.p12");
        assertSays(sign(jar, "pass.txt"), "pass.txt cannot be opened: ");
        assertSays(sign(jar, "vendor.p12", "--tsa", "http://127.0.0.1:1/"), "kept.jar cannot be signed: ");
        assertSays(
                run(
                        "sign",
                        jar.toString(),
                        "--keystore",
                        directory.resolve("vendor.p12").toString(),
                        "--storepass:file",
                        directory.resolve("wrong.txt").toString()),
                "vendor.p12 cannot be opened: the password is wrong");
        assertEquals(before, TrustedCode.sha256(jar));
        assertEquals(List.of(), unfinished());
    }

    private static void assertSays(Said said, String... words) {
        assertEquals(1, said.status(), said::toString);
        for (String word : words) {
            assertTrue(said.err().contains(word), said::toString);
        }
    }

    private static List<Path> unfinished() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
