/** Applications that tests run on a cluster. */
package io.podsmith.scheduler.jobs;
