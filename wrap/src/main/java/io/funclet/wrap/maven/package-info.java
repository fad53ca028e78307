/** What runs inside Maven: an extension that reports what a build is made of. It knows only Maven and the JDK. */
package io.funclet.wrap.maven;
