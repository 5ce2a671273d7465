using System.Reflection;
using System.Runtime.CompilerServices;

namespace InferOps.Contract.Tests.StandIns;

/// <summary>Prints what an assembly offers, one line per type and member, in the format of the recorded API.</summary>
internal static class ApiPrinter
{
    public static IEnumerable<string> Print(Assembly assembly) => assembly.GetTypes().Where(IsVisible).SelectMany(Print).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Print(Type type)
    {
        var name = TypeNames.Definition(type);
        return MemberPrinter.Print(type).Select(member => name + member).Prepend($"{name} : {Header(type)}");
    }

    private static bool IsVisible(Type type)
    {
        if (type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null) return false;
        if (!type.IsNested) return type.IsPublic;
        return (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!);
    }

    private static string Header(Type type)
    {
        if (type.IsEnum) return $"enum : {TypeNames.Of(Enum.GetUnderlyingType(type))}";
        if (typeof(MulticastDelegate).IsAssignableFrom(type)) return Delegate(type);
        var bases = type.GetInterfaces().Where(IsPublicInterface).Select(TypeNames.Of).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) bases = bases.Prepend(TypeNames.Of(parent)).Order(StringComparer.Ordinal);
        var list = string.Join(", ", bases);
        return $"{Kind(type)}{(list.Length == 0 ? "" : " : " + list)}{MemberPrinter.Constraints(OwnParameters(type))}{Entity(type)}";
    }

    /// <summary>To reflection, a nested type also has the parameters of the types around it.</summary>
    private static IEnumerable<Type> OwnParameters(Type type) => type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0);

    private static bool IsPublicInterface(Type type) => type.IsVisible;

    private static string Kind(Type type)
    {
        var word = MemberPrinter.IsRecord(type) ? "record" : "class";
        if (type.IsInterface) return "interface";
        if (type.IsValueType)
        {
            var isReadOnly = type.GetCustomAttribute<IsReadOnlyAttribute>() is null ? "" : "readonly ";
            return $"{isReadOnly}{(type.IsByRefLike ? "ref " : "")}{(MemberPrinter.IsRecord(type) ? "record " : "")}struct";
        }

        return type switch
        {
            { IsAbstract: true, IsSealed: true } => $"static {word}",
            { IsAbstract: true } => $"abstract {word}",
            { IsSealed: true } => $"sealed {word}",
            _ => word,
        };
    }

    private static string Delegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return $"delegate ({MemberPrinter.Parameters(invoke)}) -> {TypeNames.Of(invoke.ReturnParameter)}{MemberPrinter.Constraints(type.GetGenericArguments())}";
    }

    /// <summary>Which API resource a type stands for is part of its contract.</summary>
    private static string Entity(Type type)
    {
        var entity = type.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "KubernetesEntityAttribute");
        if (entity is null) return "";
        return $" [KubernetesEntity({string.Join(", ", entity.NamedArguments.Select(argument => $"{argument.MemberName} = {argument.TypedValue}"))})]";
    }
}
