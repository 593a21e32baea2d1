package io.podsmith.core.builder;

import java.util.List;

/** What one step added, in words such as {@code container log-shipper}. */
public record StepContribution(String stepId, String origin, List<String> parts) {}
