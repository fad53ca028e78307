package io.funclet.host.deploy.component;

import io.funclet.host.deploy.component.DeclaredComponent.Need;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** The components that one XML document declares. Uses the parser of SCR, so that both find the same faults. */
final class ComponentXml extends DefaultHandler {

    private static final String COMPONENT = "component";

    /** Of any version of DS. */
    private static final String DS = "http://www.osgi.org/xmlns/scr/";

    private final List<DeclaredComponent> components;

    /** The one that is being read; {@code null} outside. */
    private DeclaredComponent component;

    /** Set if the document has a component of an unknown version of DS. */
    private SAXParseException unread;

    private Locator locator;

    /** The name of the property whose text is being read; {@code null} outside. */
    private String property;

    private final StringBuilder text = new StringBuilder();

    private ComponentXml(List<DeclaredComponent> components) {
        this.components = components;
    }

    /**
     * Reads a document to its end.
     *
     * @param into where its components go; of a broken document, those before the fault
     * @throws SAXException if it is not well-formed, or of an unknown version; as a {@link SAXParseException}, with the line
     */
    static void read(InputStream in, List<DeclaredComponent> into) throws IOException, SAXException {
        parser().parse(in, new ComponentXml(into));
    }

    /** A parser for untrusted documents. */
    static SAXParser parser() throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            // A document must not make this process read anything else, nor grow without bounds.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newSAXParser();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own parser knows these features", e);
        }
    }

    @Override
    public void setDocumentLocator(Locator here) {
        locator = here;
    }

    @Override
    public void endDocument() throws SAXException {
        if (unread != null) {
            throw unread;
        }
    }

    @Override
    public void startElement(String namespace, String name, String prefixed, Attributes attributes) {
        boolean known = ScrComponentReader.knows(namespace);
        if (name.equals(COMPONENT) && (known || namespace.startsWith(DS))) {
            if (!known) {
                unread = new SAXParseException(
                        "component " + value(attributes, "name") + " is written in " + namespace
                                + ", which this runtime cannot read; it reads Declarative Services up to "
                                + ScrComponentReader.latest(),
                        locator);
            }
            component = new DeclaredComponent(
                    value(attributes, "name"),
                    !"false".equals(value(attributes, "enabled")),
                    new LinkedHashSet<>(),
                    new LinkedHashSet<>(),
                    new LinkedHashSet<>(),
                    new LinkedHashSet<>(),
                    number(value(attributes, "init")),
                    value(attributes, "factory"),
                    value(attributes, "configuration-policy").equals("require"),
                    pids(attributes),
                    new HashMap<>(),
                    null,
                    List.of());
            components.add(component);
        } else if (component != null && (known || namespace.startsWith(DS))) {
            add(name, attributes);
        }
    }

    private void add(String element, Attributes attributes) {
        switch (element) {
            case "implementation" -> {
                component.classes().add(value(attributes, "class"));
                if (component.name().isEmpty()) {
                    // As it is called without a name of its own.
                    component = component.named(value(attributes, "class"));
                    components.set(components.size() - 1, component);
                }
            }
            case "provide" -> component.provides().add(value(attributes, "interface"));
            case "reference" -> {
                String cardinality = value(attributes, "cardinality");
                if (cardinality.isEmpty() || cardinality.startsWith("1")) {
                    component
                            .needs()
                            .add(new Need(
                                    value(attributes, "name"),
                                    value(attributes, "interface"),
                                    value(attributes, "target")));
                }
            }
            case "property" -> {
                String single = attributes.getValue("", "value");
                component.properties().put(value(attributes, "name"), single == null ? "" : single);
                if (single != null) {
                    addFunctions(value(attributes, "name"), single);
                } else {
                    property = value(attributes, "name");
                    text.setLength(0);
                }
            }
            default -> {
                // Not needed.
            }
        }
    }

    private static Set<String> pids(Attributes attributes) {
        if (value(attributes, "configuration-policy").equals("ignore")) {
            return Set.of();
        }
        String pids = value(attributes, "configuration-pid");
        return pids.isBlank()
                ? Set.of(DeclaredComponent.OWN_NAME)
                : new LinkedHashSet<>(List.of(pids.strip().split("\\s+")));
    }

    /** A number of parameters, at most 255. */
    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }

    @Override
    public void characters(char[] from, int start, int length) {
        if (property != null) {
            text.append(from, start, length);
        }
    }

    @Override
    public void endElement(String namespace, String name, String prefixed) {
        if (property != null && name.equals("property")) {
            // Without the attribute, the text has a value on each line.
            for (String single : text.toString().split("\\R")) {
                addFunctions(property, single);
            }
            property = null;
        } else if (component != null && name.equals(COMPONENT)) {
            component = null;
        }
    }

    private void addFunctions(String name, String value) {
        if (name.equals(DeclaredComponent.FUNCTION_NAME) && !value.isBlank()) {
            component.functions().add(value.strip());
        }
    }

    private static String value(Attributes attributes, String name) {
        String value = attributes.getValue("", name);
        return value == null ? "" : value;
    }
}
