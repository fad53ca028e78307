package io.funclet.host.cli.sign;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs a jar. */
@Command(
        name = "sign",
        header = "Sign a jar, for code directories that require trust.",
        description =
                "Adds a signature to the jar, beside those that it has. Takes the key from a PKCS #12 or JKS store, as"
                        + " keytool makes it. Needs a JDK, and no running runtime. A timestamp lets the signature count after the"
                        + " certificate has expired.",
        exitCodeList = {"0:The jar is signed.", "1:It cannot be signed; it is as it was."},
        footer = {
            "  funclet sign thermo.jar --keystore keys.p12 --storepass:env STOREPASS",
            "  funclet sign thermo.jar --keystore keys.p12 --storepass:file pass.txt",
            "          -o signed/thermo.jar --tsa http://timestamp.example.org"
        })
public final class SignCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JAR", description = "The jar.")
    private Path jar;

    @Option(names = "--keystore", required = true, paramLabel = "FILE", description = "The store with the key.")
    private Path keystore;

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            description = "The name of the key in the store; it may be left out if there is one key.")
    private String alias;

    /** Where the password is from. */
    private static final class Password {

        @Option(
                names = "--storepass:env",
                paramLabel = "NAME",
                description =
                        "The environment variable with the password of the store. Without one of the two, the command"
                                + " asks.")
        private String variable;

        @Option(
                names = "--storepass:file",
                paramLabel = "FILE",
                description = "The file with the password of the store, in its first line.")
        private Path file;
    }

    @ArgGroup(multiplicity = "1")
    private Password password;

    @Option(
            names = "--tsa",
            paramLabel = "URL",
            description = "A timestamp authority (RFC 3161), which is asked over the network.")
    private URI timestampAuthority;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the signed jar, instead of in its place.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no file " + jar);
        }
        if (!Files.isRegularFile(keystore)) {
            throw new IOException("there is no file " + keystore);
        }
        if (ModuleLayer.boot().findModule("jdk.jartool").isEmpty()) {
            throw new IOException("this Java cannot sign jars: " + System.getProperty("java.home")
                    + " has no module jdk.jartool; run the command on a JDK, by FUNCLET_JAVA_HOME");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            SigningKeyStore key = SigningKeyStore.open(keystore, password(), Optional.ofNullable(alias));
            new JarSigning(key, Optional.ofNullable(timestampAuthority))
                    .run(jar, output == null ? jar : output)
                    .forEach(out::println);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the key cannot be used: " + unusable.getMessage(), unusable);
        }
        return 0;
    }

    private char[] password() throws IOException {
        if (password.variable != null) {
            String value = System.getenv(password.variable);
            if (value == null) {
                throw new IOException("there is no environment variable " + password.variable);
            }
            return value.toCharArray();
        }
        return Files.readString(password.file).lines().findFirst().orElse("").toCharArray();
    }
}
