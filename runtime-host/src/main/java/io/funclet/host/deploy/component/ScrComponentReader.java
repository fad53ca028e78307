package io.funclet.host.deploy.component;

import io.funclet.host.framework.component.DescribedMembers;
import io.funclet.host.framework.component.DescribedMembers.Member;
import io.funclet.host.framework.scr.ScrWarnings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.SAXParser;
import org.apache.felix.scr.impl.logger.NoOpLogger;
import org.apache.felix.scr.impl.metadata.ComponentMetadata;
import org.apache.felix.scr.impl.metadata.ReferenceMetadata;
import org.apache.felix.scr.impl.xml.XmlConstants;
import org.apache.felix.scr.impl.xml.XmlHandler;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.xml.sax.SAXException;

/** Reads component descriptions by the code of SCR, before SCR does. */
final class ScrComponentReader {

    /**
     * A component.
     *
     * @param fault a phrase about why SCR would reject it; empty if it would not
     * @param properties with their types
     * @param activate the name of its activation method; {@code null} if it names none
     * @param members the other methods and fields that it names
     */
    record Read(String fault, Map<String, Object> properties, String activate, List<Member> members) {}

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
     * The components of a document, by their names.
     *
     * @param parser one that knows namespaces
     * @throws SAXException if SCR would reject the document
     */
    static Map<String, Read> read(Bundle bundle, byte[] xml, SAXParser parser) throws SAXException {
        XmlHandler handler = new XmlHandler(bundle, new NoOpLogger(), false, false, null);
        try {
            parser.parse(new ByteArrayInputStream(xml), handler);
        } catch (IOException e) {
            throw new SAXException(e.getMessage(), e);
        }
        Map<String, Read> read = new HashMap<>();
        for (ComponentMetadata component : handler.getComponentMetadataList()) {
            String fault = "";
            try {
                component.validate();
            } catch (ComponentException e) {
                fault = ScrWarnings.phrase(e);
            }
            String name = component.getName() == null ? "" : component.getName();
            String activate = component.isActivateDeclared() ? component.getActivate() : null;
            read.put(name, new Read(fault, component.getProperties(), activate, members(component)));
        }
        return read;
    }

    /** By the same form as SCR has for a bundle that is started, so that both are told in the same words. */
    private static List<Member> members(ComponentMetadata component) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.deactivate = component.getDeactivate();
        description.references = component.getDependencies().stream()
                .map(ScrComponentReader::reference)
                .toArray(ReferenceDTO[]::new);
        return DescribedMembers.of(description);
    }

    private static ReferenceDTO reference(ReferenceMetadata read) {
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = read.getName();
        reference.bind = read.getBind();
        reference.unbind = read.getUnbind();
        reference.updated = read.getUpdated();
        reference.field = read.getField();
        return reference;
    }
}
