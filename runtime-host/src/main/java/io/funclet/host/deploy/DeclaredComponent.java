package io.funclet.host.deploy;

import io.funclet.api.FunctionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Bundle;

/**
 * A component as the XML of its bundle declares it (OSGi Compendium, chapter 112.4), read without running anything. SCR
 * reads it only when the bundle starts.
 *
 * @param name its name
 * @param enabled whether it is from the start
 * @param provides the interfaces of its services
 * @param needs the interfaces of its mandatory references
 * @param functions the functions that it offers
 * @param classes of what class it is made; a single one if the description is valid
 * @param parameters how many the constructor has that DS is to use
 * @param properties those of its service properties that have a single value
 */
record DeclaredComponent(
        String name,
        boolean enabled,
        Set<String> provides,
        Set<String> needs,
        Set<String> functions,
        Set<String> classes,
        int parameters,
        Map<String, String> properties) {

    private static final String HEADER = "Service-Component";

    /** All of a bundle that is installed. */
    static List<DeclaredComponent> of(Bundle bundle) throws IOException {
        List<DeclaredComponent> components = new ArrayList<>();
        String header = bundle.getHeaders("").get(HEADER);
        for (String path : header == null ? new String[0] : header.split(",")) {
            String file = path.strip();
            int name = file.lastIndexOf('/') + 1;
            var entries = bundle.findEntries("/" + file.substring(0, name), file.substring(name), false);
            for (URL entry : entries == null ? List.<URL>of() : Collections.list(entries)) {
                try (InputStream in = entry.openStream()) {
                    read(in, components);
                } catch (XMLStreamException e) {
                    throw new IOException(
                            file + " is not the XML of a component: "
                                    + e.getMessage().replace('\n', ' '),
                            e);
                }
            }
        }
        return components;
    }

    boolean isFunction() {
        return provides.contains(FunctionHandler.class.getName());
    }

    private static void read(InputStream in, List<DeclaredComponent> components) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // Of strangers: it must not make this process read anything else.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        DeclaredComponent component = null;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("component")) {
                component = new DeclaredComponent(
                        value(xml, "name"),
                        !"false".equals(value(xml, "enabled")),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>(),
                        value(xml, "init").matches("[0-9]{1,3}") ? Integer.parseInt(value(xml, "init")) : 0,
                        new HashMap<>());
                components.add(component);
            } else if (component != null) {
                component.add(xml);
            }
        }
    }

    private void add(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "implementation" -> classes.add(value(xml, "class"));
            case "provide" -> provides.add(value(xml, "interface"));
            case "reference" -> {
                String cardinality = value(xml, "cardinality");
                if (cardinality.isEmpty() || cardinality.startsWith("1")) {
                    needs.add(value(xml, "interface"));
                }
            }
            case "property" -> {
                properties.put(value(xml, "name"), value(xml, "value"));
                if (value(xml, "name").equals(FunctionServices.NAME)) {
                    String single = value(xml, "value");
                    // Without the attribute, the text has a value on each line.
                    String[] names = single.isEmpty() ? xml.getElementText().split("\\R") : new String[] {single};
                    for (String function : names) {
                        if (!function.isBlank()) {
                            functions.add(function.strip());
                        }
                    }
                }
            }
            default -> {
                // Says nothing about what it needs or brings.
            }
        }
    }

    private static String value(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }
}
