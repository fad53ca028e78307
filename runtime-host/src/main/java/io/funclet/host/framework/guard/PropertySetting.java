package io.funclet.host.framework.guard;

/** A system property. */
record PropertySetting(String key) implements Setting {

    @Override
    public Object get() {
        return System.getProperties().get(key);
    }

    @Override
    public void set(Object value) {
        if (value == null) {
            System.getProperties().remove(key);
        } else {
            System.getProperties().put(key, value);
        }
    }

    /** Keeps a property that was not there before: the next version may rely on it. */
    @Override
    public boolean restore(Object original) {
        if (original != null) {
            set(original);
        }
        return original != null;
    }

    @Override
    public boolean isSame(Object one, Object other) {
        return one == other || one instanceof String && one.equals(other);
    }

    @Override
    public String inWords(Object value) {
        return "system property " + key;
    }
}
