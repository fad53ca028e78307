package io.funclet.wrap.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What a project tells a plugin, with the defaults of the plugin. */
record PluginSettings(Xpp3Dom configuration, MavenProject project) {

    /** The first of these that the project has set. */
    Optional<String> firstOf(List<String> keys) {
        return keys.stream().filter(this::isSet).findFirst();
    }

    /** Settings that are only there by default have an expression for a value, or none. */
    private boolean isSet(String key) {
        Xpp3Dom child = configuration.getChild(key);
        String value = child == null ? null : child.getValue();
        return child != null && (child.getChildCount() > 0 || value != null && !value.startsWith("${"));
    }

    /** {@code null} if it is not set. */
    String value(String key) {
        Xpp3Dom setting = configuration.getChild(key);
        String value = setting == null ? null : setting.getValue();
        if (value != null && value.startsWith("${") && value.endsWith("}")) {
            value = project.getProperties().getProperty(value.substring(2, value.length() - 1));
        }
        return value;
    }

    /** The elements of a list; none if it is not set. */
    List<String> values(String key) {
        List<String> values = new ArrayList<>();
        if (isSet(key)) {
            for (Xpp3Dom element : configuration.getChild(key).getChildren()) {
                if (element.getValue() != null) {
                    values.add(element.getValue());
                }
            }
        }
        return values;
    }
}
