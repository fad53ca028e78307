package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.OciJson;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The logins that {@code docker login}, {@code podman login} and {@code skopeo login} have stored, read anew each time.
 *
 * @param environment the variables of this process
 */
record DockerCredentials(Map<String, String> environment) {

    /** Docker's name for its own registry. */
    private static final String DOCKER_HUB = "index.docker.io";

    private static final long HELPER_SECONDS = 60;
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9._-]+");

    private record Auth(String auth, String username, String password, String identitytoken) {}

    private record ConfigFile(Map<String, Auth> auths, Map<String, String> credHelpers, String credsStore) {}

    private record HelperReply(String Username, String Secret) {}

    /** The first login that there is for the host, or for the repository in it. */
    Optional<Login> find(String host, String repository) throws IOException {
        String registry = host.equals("docker.io") ? DOCKER_HUB : host;
        for (Path file : files()) {
            if (Files.exists(file)) {
                ConfigFile config = OciJson.read(Files.readAllBytes(file), ConfigFile.class, file.toString());
                Optional<Login> login = login(config, registry, repository, file);
                if (login.isPresent()) {
                    return login;
                }
            }
        }
        return Optional.empty();
    }

    /** In the order of skopeo. */
    private List<Path> files() {
        if (environment.containsKey("REGISTRY_AUTH_FILE")) {
            return List.of(Path.of(environment.get("REGISTRY_AUTH_FILE")));
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        List<Path> files = new ArrayList<>();
        if (environment.containsKey("XDG_RUNTIME_DIR")) {
            files.add(Path.of(environment.get("XDG_RUNTIME_DIR"), "containers", "auth.json"));
        }
        String config = environment.get("XDG_CONFIG_HOME");
        files.add((config == null ? home.resolve(".config") : Path.of(config)).resolve("containers/auth.json"));
        String docker = environment.get("DOCKER_CONFIG");
        files.add((docker == null ? home.resolve(".docker") : Path.of(docker)).resolve("config.json"));
        return files;
    }

    private Optional<Login> login(ConfigFile config, String registry, String repository, Path file) throws IOException {
        String helper =
                config.credHelpers() == null ? null : config.credHelpers().get(registry);
        if (helper == null) {
            helper = config.credsStore();
        }
        if (helper != null && !helper.isEmpty()) {
            Optional<Login> login = ask(helper, registry.equals(DOCKER_HUB) ? "https://index.docker.io/v1/" : registry);
            if (login.isPresent()) {
                return login;
            }
        }
        Map<String, Auth> auths = config.auths() == null ? Map.of() : config.auths();
        // From the repository to its host: podman stores logins for parts of a registry, too.
        for (String key = registry + "/" + repository; ; key = key.substring(0, key.lastIndexOf('/'))) {
            for (Map.Entry<String, Auth> entry : auths.entrySet()) {
                if (key.equals(hostOf(entry.getKey()))) {
                    Optional<Login> login = login(entry.getValue(), file, key);
                    if (login.isPresent()) {
                        return login;
                    }
                }
            }
            if (key.equals(registry)) {
                return Optional.empty();
            }
        }
    }

    /** Old keys are addresses: {@code https://index.docker.io/v1/}. */
    private static String hostOf(String key) {
        return key.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    }

    private static Optional<Login> login(Auth auth, Path file, String key) throws RegistryException {
        if (auth == null) {
            return Optional.empty();
        }
        if (auth.identitytoken() != null && !auth.identitytoken().isEmpty()) {
            return Optional.of(new Login(Login.TOKEN, auth.identitytoken()));
        }
        if (auth.auth() == null || auth.auth().isEmpty()) {
            return auth.username() == null || auth.password() == null
                    ? Optional.empty()
                    : Optional.of(new Login(auth.username(), auth.password()));
        }
        try {
            String pair = new String(Base64.getDecoder().decode(auth.auth()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException none) {
            throw new RegistryException("the login for " + key + " in " + file + " is not a user and a password", none);
        }
    }

    /** By the protocol of Docker's credential helpers. */
    private static Optional<Login> ask(String helper, String registry) throws IOException {
        if (!HELPER.matcher(helper).matches()) {
            throw new RegistryException("the credential helper has a name that is none: " + helper);
        }
        String program = "docker-credential-" + helper;
        Process process;
        try {
            process = new ProcessBuilder(program, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException absent) {
            throw new RegistryException(
                    "the credential helper " + program + " cannot be run: put it on the PATH", absent);
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(registry.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It has not read it. Its status counts.
        }
        try {
            if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the credential helper " + program + " does not end");
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the credential helper " + program + " ran", stopped);
        }
        byte[] said = process.getInputStream().readAllBytes();
        if (process.exitValue() != 0) {
            if (new String(said, StandardCharsets.UTF_8).contains("credentials not found")) {
                return Optional.empty();
            }
            throw new RegistryException("the credential helper " + program + " failed for " + registry);
        }
        HelperReply reply = OciJson.read(said, HelperReply.class, "the response of " + program);
        if (reply.Username() == null || reply.Secret() == null) {
            throw new RegistryException("the response of " + program + " has no Username and Secret");
        }
        return Optional.of(new Login(reply.Username(), reply.Secret()));
    }
}
