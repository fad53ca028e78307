package io.funclet.host.deploy.leftover;

import java.util.ArrayList;
import java.util.List;

/** System properties whose keys or values are no strings, but objects of the bundle. */
final class ChangedSystemProperties implements Place {

    @Override
    public List<String> sweep(ClassLoader loader) {
        List<String> keys = new ArrayList<>();
        System.getProperties().entrySet().removeIf(property -> {
            boolean left = Place.isOf(loader, property.getKey()) || Place.isOf(loader, property.getValue());
            if (left) {
                // By its class if it is no string: its own words are the bundle's code.
                keys.add("system property "
                        + (property.getKey() instanceof String key
                                ? key
                                : property.getKey().getClass().getName()));
            }
            return left;
        });
        return keys;
    }
}
