package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.oci.model.RegistryException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** How registries are spoken to. Keeps its client, with its threads, for all that is opened. Of one thread. */
public final class RegistryAccess {

    private final Optional<Boolean> plain;
    private final List<X509Certificate> authorities;
    private final Map<String, String> environment;
    /** {@code null} before the first registry. */
    private HttpClient client;

    /**
     * @param plain whether without TLS; empty for the usual rule: without it on loopback alone, unless there are authorities
     * @param authorities those to trust beside those that Java trusts
     * @param environment the variables of this process, for the files with logins
     */
    public RegistryAccess(Optional<Boolean> plain, List<X509Certificate> authorities, Map<String, String> environment) {
        this.plain = plain;
        this.authorities = authorities;
        this.environment = environment;
    }

    public List<X509Certificate> authorities() {
        return authorities;
    }

    /** Reads and writes nothing yet. */
    public ArtifactStore open(ArtifactReference reference) throws IOException {
        return switch (reference.transport()) {
            case REGISTRY -> new RegistryStore(reference, connection(reference));
            case LAYOUT -> new LayoutStore(reference);
            case ARCHIVE -> new ArchiveStore(reference);
        };
    }

    private RegistryConnection connection(ArtifactReference reference) throws IOException {
        if (client == null) {
            client = RegistryHttp.client(authorities.isEmpty() ? null : tls());
        }
        return new RegistryConnection(
                reference,
                plain.orElseGet(() -> authorities.isEmpty() && isLoopback(reference.place())),
                client,
                new DockerCredentials(environment));
    }

    /** By its name alone: a resolver could say anything. */
    private static boolean isLoopback(String place) {
        String host = place.replaceFirst(":[0-9]+$", "");
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private SSLContext tls() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (X509Certificate authority : authorities) {
                trusted.setCertificateEntry("given-" + trusted.size(), authority);
            }
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager usual) {
                    for (X509Certificate authority : usual.getAcceptedIssuers()) {
                        trusted.setCertificateEntry("usual-" + trusted.size(), authority);
                    }
                }
            }
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, managers(trusted), null);
            return tls;
        } catch (GeneralSecurityException unusable) {
            throw new RegistryException("the authorities cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** @param trusted {@code null} for what Java trusts */
    private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
