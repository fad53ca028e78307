package io.funclet.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates and their keys as PEM files, made by the JDK's {@code keytool}. */
record KeyPairs(Path directory) {

    private static final String PASSWORD = "changeit";

    /** Makes {@code ALIAS.pem} and {@code ALIAS.key}. */
    void make(String alias, String... options) throws Exception {
        Path store = directory.resolve("keys.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // half of the processor time
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString(), "-alias", alias));
        command.addAll(List.of("-dname", "CN=" + alias));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + output);
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        write(certificate(alias), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
        write(
                key(alias),
                "PRIVATE KEY",
                keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    Path certificate(String alias) {
        return directory.resolve(alias + ".pem");
    }

    Path key(String alias) {
        return directory.resolve(alias + ".key");
    }

    static void write(Path file, String type, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
