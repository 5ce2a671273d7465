namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Whether objects of a type live in a namespace.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class EntityScopeAttribute(EntityScope scope = EntityScope.Namespaced) : Attribute
{
    public EntityScope Scope => scope;
}
