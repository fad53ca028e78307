package io.funclet.host.it.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The {@link RuntimeExtension} of this class is in the process of the tests, on their Java. That spares a second of a
 * processor. It is for tests that need no exit status, signal, option or memory of their own, and leave no thread.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Embedded {}
