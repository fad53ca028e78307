/** One bundle for all plain jars of a code directory, so that they find each other as on a class path. */
package io.funclet.host.deploy.classpath;
