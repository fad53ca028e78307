package io.funclet.testkit.functions.tellers;

/** A service of the tests. */
public interface Teller {
    String tell();
}
