/**
 * Tests of functions: {@link io.funclet.testkit.FuncletRuntime} is the real runtime in the process of the test, {@link
 * io.funclet.testkit.FuncletExtension} the same for JUnit 5 and 6, and {@link io.funclet.testkit.TestCallContext} the
 * context of a call for tests without a runtime.
 */
package io.funclet.testkit;
