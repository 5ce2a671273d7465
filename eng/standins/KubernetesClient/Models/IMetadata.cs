namespace k8s.Models;

/// <summary>An object with metadata.</summary>
public interface IMetadata<T>
{
    T Metadata { get; set; }
}

/// <summary>An object with a spec.</summary>
public interface ISpec<T>
{
    T Spec { get; set; }
}

/// <summary>An object with a status.</summary>
public interface IStatus<T>
{
    T Status { get; set; }
}
