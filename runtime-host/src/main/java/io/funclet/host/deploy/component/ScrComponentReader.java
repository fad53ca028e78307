package io.funclet.host.deploy.component;

import io.funclet.host.framework.scr.ScrWarnings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.SAXParser;
import org.apache.felix.scr.impl.logger.NoOpLogger;
import org.apache.felix.scr.impl.metadata.ComponentMetadata;
import org.apache.felix.scr.impl.xml.XmlConstants;
import org.apache.felix.scr.impl.xml.XmlHandler;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentException;
import org.xml.sax.SAXException;

/** Reads component descriptions by the code of SCR, before SCR does. */
final class ScrComponentReader {

    private ScrComponentReader() {}

    /** Whether SCR reads elements of a namespace, rather than skip them. */
    static boolean knows(String namespace) {
        return XmlConstants.NAMESPACE_CODE_MAP.containsKey(namespace);
    }

    /** The namespace of the latest version of Declarative Services that SCR reads. */
    static String latest() {
        return XmlConstants.NAMESPACE_URI_1_5;
    }

    /**
     * A phrase for each component of a document that SCR would reject, by its name.
     *
     * @param parser one that knows namespaces
     * @throws SAXException if SCR would reject the document
     */
    static Map<String, String> invalid(Bundle bundle, byte[] xml, SAXParser parser) throws SAXException {
        XmlHandler handler = new XmlHandler(bundle, new NoOpLogger(), false, false, null);
        try {
            parser.parse(new ByteArrayInputStream(xml), handler);
        } catch (IOException e) {
            throw new SAXException(e.getMessage(), e);
        }
        Map<String, String> invalid = new HashMap<>();
        for (ComponentMetadata component : handler.getComponentMetadataList()) {
            try {
                component.validate();
            } catch (ComponentException e) {
                invalid.put(component.getName() == null ? "" : component.getName(), ScrWarnings.phrase(e));
            }
        }
        return invalid;
    }
}
