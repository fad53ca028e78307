/** Commands about updates that prove themselves. */
package io.funclet.host.cli.rollout;
