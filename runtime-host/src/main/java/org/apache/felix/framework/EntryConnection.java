package org.apache.felix.framework;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;
import org.apache.felix.framework.util.Util;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleRevisions;

/**
 * A connection to an entry of a bundle that gives its stream without anything else. Felix's own asks for the time and the
 * type of the entry at each stream, for which Java loads its time zones and its table of types: 20 ms of a start, in
 * which DS reads one description. Who asks for them gets them from Felix's.
 */
final class EntryConnection extends URLHandlersBundleURLConnection {

    private final Felix framework;

    /** The stream that was given; {@code null} before that, and if Felix's own was given. */
    private InputStream entry;

    private EntryConnection(URL url, Felix framework) throws IOException {
        super(url, framework);
        this.framework = framework;
    }

    /** The handler of the URLs that a framework makes. */
    static URLStreamHandler handler(Felix framework) {
        return new URLHandlersBundleStreamHandler(framework, Felix.m_secureAction) {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
                return new EntryConnection(url, framework);
            }
        };
    }

    @Override
    public synchronized void connect() throws IOException {
        boolean again = connected;
        super.connect();
        if (!again && entry != null) {
            super.getInputStream().close(); // the user has the other one
        }
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (entry == null && !connected) {
            entry = open();
        }
        return entry == null ? super.getInputStream() : entry;
    }

    /** Returns {@code null} where Felix has to look for it. */
    private InputStream open() throws IOException {
        Bundle bundle = framework.getBundle(Util.getBundleIdFromRevisionId(Util.getRevisionIdFromURL(url.getHost())));
        BundleRevisions revisions = bundle == null ? null : bundle.adapt(BundleRevisions.class);
        List<BundleRevision> all = revisions == null ? List.of() : revisions.getRevisions();
        return all.size() == 1 && url.getPort() >= 0
                ? ((BundleRevisionImpl) all.get(0)).getInputStream(url.getPort(), url.getPath())
                : null;
    }
}
