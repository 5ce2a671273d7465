namespace InferOps.LocalCluster.Schema;

/// <summary>What to do about fields the schema does not know: the <c>fieldValidation</c> query parameter.</summary>
public enum FieldValidation { Ignore, Warn, Strict }
